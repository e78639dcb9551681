// The portal as it is served, and an address of each kind of page it has.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { after, before } from 'node:test';

import { launch } from './browser.mjs';
import { choucha, work } from './paths.mjs';

/** An office with results, made by `run`. */
const OFFICE = path.join(work, 'demo/office');

/** Serves an office, once its first edition is made: `{ origin, close }`. */
export async function serve(office = OFFICE) {
  const server = spawn(choucha, ['--lang', 'en', '--office', office, 'serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const origin = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (data) => {
      said += data;
      const found = /http:\/\/[0-9.:]+/.exec(said);
      if (found) resolve(found[0]);
    });
    server.on('exit', () => reject(new Error(said)));
  });
  for (let tries = 0; (await fetch(`${origin}/`)).status === 503; tries += 1) {
    assert.ok(tries < 600, 'no edition');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { origin, close: () => server.kill('SIGTERM') };
}

/** One address of each kind of page of the demo's office. */
export async function kindsOf(origin) {
  const first = async (list, pattern) => pattern.exec(await (await fetch(origin + list)).text())?.[1];
  const [{ part }] = (await (await fetch(`${origin}/api/v1/draws/1`)).json()).parts;
  const entry = /href="(\/log\/entries\/\d+)"/;
  return {
    home: '/', plans: '/plans', plan: await first('/plans', /<th[^>]*><ul[^>]*><li><a href="(\/plans\/[^"?]+)"/), draws: '/draws', draw: '/draws/1',
    visits: '/draws/1/visits', strata: `/draws/1/strata/${part}`, sql: '/draws/1/sql', visit: '/visits/1-1',
    results: '/results', filtered: '/results?problem=yes',
    result: await first('/results', /href="(\/results\/[0-9-]+)"/),
    corrected: await first('/results.json', /"id":"([0-9-]+)"[^]*?"version":2/).then((id) => `/results/${id}`),
    notices: '/notices', notice: await first('/notices', /href="(\/notices\/[0-9-]+)"/),
    companies: '/companies', company: await first('/visits/1-1', /href="(\/companies\/[^"]+)"/),
    items: '/items', item: await first('/items', /href="(\/items\/[^"?]+)"/),
    officers: '/officers', officer: await first('/officers', /href="(\/officers\/[^"?]+)"/),
    search: '/search', found: '/search?q=%E6%B2%99%E5%9D%A1%E5%A4%B4', nothing: '/search?q=zzzzzz', log: '/log', entry: await first('/log', entry),
    check: '/check', about: '/about', data: '/api', feedback: '/feedback', status: '/feedback/status',
  };
}

/** The same page in English. */
export const english = (address) => (address === '/' ? '/en/' : `/en${address}`);

/** For a file of tests: the demo's portal and a browser, there while its tests run. */
export function visit() {
  const site = {};
  before(async () => {
    site.server = await serve();
    site.origin = site.server.origin;
    site.kinds = await kindsOf(site.origin);
    site.browser = await launch();
  }, { timeout: 600_000 });
  after(async () => {
    await site.browser?.close();
    site.server?.close();
  });
  return site;
}
