// A small web server for the tests: folders, bundles in memory, answers made up
// on the spot, all under the portal's content security policy.

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

/** The policy the public pages keep. */
export const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
  "worker-src 'self'", "base-uri 'none'", "form-action 'self'",
].join('; ');

const TYPES = {
  '.css': 'text/css; charset=utf-8', '.csv': 'text/csv; charset=utf-8', '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8', '.json': 'application/json; charset=utf-8', '.svg': 'image/svg+xml',
};

/** What a mount answers: a body, or `{ status, type, body }`, or `null` for 404. A `Stream` may be a body. */
export class TestServer {
  constructor() {
    this.mounts = [];
    this.requests = [];
    this.http = http.createServer((request, response) => this.answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    }));
  }

  /** Answers everything under `prefix` by `answer(rest, url)`. The last mount wins. */
  mount(prefix, answer) {
    this.mounts.unshift({ prefix, answer });
    return this;
  }

  /** Serves a folder. */
  folder(prefix, folder) {
    return this.mount(prefix, (rest) => {
      const file = path.join(folder, path.normalize(`/${decodeURIComponent(rest)}`));
      return fs.existsSync(file) && fs.statSync(file).isFile() ? { type: TYPES[path.extname(file)], body: fs.readFileSync(file) } : null;
    });
  }

  /** Serves a bundle in memory. */
  bundle(prefix, bundle) {
    return this.mount(prefix, (rest) => bundle.files.get(decodeURIComponent(rest)) ?? null);
  }

  async answer(request, response) {
    const url = new URL(request.url, 'http://localhost');
    this.requests.push(url.pathname);
    const mount = this.mounts.find(({ prefix }) => url.pathname.startsWith(prefix));
    const found = mount ? await mount.answer(url.pathname.slice(mount.prefix.length), url) : null;
    const whole = found === null || found.body === undefined ? { body: found } : found;
    const { status = found === null ? 404 : 200, type = 'application/octet-stream', body, headers = {} } = whole;
    response.writeHead(status, {
      'content-type': type, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', ...headers,
    });
    if (body && typeof body.pipe === 'function') body.pipe(response);
    else response.end(body ?? 'not found');
  }

  /** Begins to listen; gives the origin. */
  async listen() {
    await new Promise((resolve) => {
      this.http.listen(0, '127.0.0.1', resolve);
    });
    this.origin = `http://127.0.0.1:${this.http.address().port}`;
    return this.origin;
  }

  async close() {
    this.http.closeAllConnections?.();
    await new Promise((resolve) => {
      this.http.close(resolve);
    });
  }
}
