// A bundle's files as they stream in: bytes, whole lines, rows. Lines are
// counted from 1, the header being line 1; never more than a piece in memory.

import { Fault, RULE, Unavailable, Wrong } from './fault.js';
import { checkText, splitLine } from './grammar.js';
import { Sha256 } from './sha256.js';

/** Bytes read before lines are looked at. */
const BLOCK = 4 << 20;
/** A longer line is refused, so that no file can fill the memory. */
const LONGEST_LINE = 1 << 20;
/** Documents read whole may be so long. */
const LONGEST = 64 << 20;

/** Where files come from on the web: `<base><name>`, base ending in `/`. */
export class Site {
  constructor(base) {
    this.base = base;
  }

  /** Yields a file's bytes piece by piece; `null` when there is none. */
  async open(name, init = {}) {
    const address = new URL(name.split('/').map(encodeURIComponent).join('/'), this.base);
    let answer;
    try {
      answer = await fetch(address, { credentials: 'same-origin', ...init });
    } catch (error) {
      throw new Unavailable(name, 'check-no-answer', { error: String(error.message) });
    }
    if (answer.status === 404 || answer.status === 410) return null;
    if (!answer.ok) throw new Unavailable(name, 'check-status', { status: answer.status });
    // No file of a bundle is a web page: this is some gateway's or proxy's, and says nothing about the bundle.
    if (/^text\/html/i.test(answer.headers.get('content-type') ?? '')) throw new Unavailable(name, 'check-not-the-file');
    return Object.assign(pieces(name, answer), { partial: answer.status === 206 });
  }
}

/** The line of a file that begins at a byte, without its LF; `null` where the file has none there. */
export async function lineAt(site, name, offset) {
  const stream = await site.open(name, { headers: { range: `bytes=${offset}-` } });
  if (stream === null) return null;
  // A server that knows no ranges sends the whole file.
  let skip = stream.partial ? 0 : offset;
  const parts = [];
  for await (const piece of stream) {
    const rest = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - rest.length;
    const end = rest.indexOf(10);
    parts.push(end < 0 ? rest : rest.subarray(0, end));
    if (end >= 0) return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
  }
  return null;
}

async function* pieces(name, answer) {
  if (!answer.body) return;
  const reader = answer.body.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error) => {
        throw new Unavailable(name, 'check-broken-off', { error: String(error.message) });
      });
      if (done) break;
      yield value;
    }
    ended = true;
  } finally {
    if (!ended) reader.cancel().catch(() => {});
  }
}

async function open(site, name) {
  const stream = await site.open(name);
  if (stream === null) throw new Fault(name, null, RULE.bundle, 'checker-missing');
  return stream;
}

/** A document read whole. */
export async function whole(site, name) {
  const parts = [];
  let length = 0;
  for await (const piece of await open(site, name)) {
    parts.push(piece);
    length += piece.length;
    if (length > LONGEST) throw new Fault(name, null, RULE.bundle, 'checker-file-long', { limit: LONGEST });
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of parts) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/**
 * Reads a file in blocks of whole lines. `take(bytes, line)` gets each block,
 * LF behind each line, with its first line's number; only the last may lack its
 * LF. What `take` throws is kept until the digest of the whole file is known, for
 * a file that is not the listed one must be told first. Returns the digest and
 * that fault, or `null`. Blocks do not depend on how the pieces came.
 */
export async function blocks(site, name, take) {
  const hash = new Sha256();
  let buffer = new Uint8Array(1 << 16);
  let [held, goal, line, fault] = [0, BLOCK, 1, null];
  const give = (end) => {
    const bytes = buffer.subarray(0, end);
    try {
      take(bytes, line);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fault = error;
    }
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) line++;
  };
  const full = () => {
    const end = buffer.subarray(0, held).lastIndexOf(10) + 1;
    if (end > 0) {
      give(end);
      buffer.copyWithin(0, end, held);
      held -= end;
    } else if (held > LONGEST_LINE) {
      fault = new Fault(name, line, RULE.grammar, 'checker-line-long', { limit: LONGEST_LINE });
    }
    goal = held + BLOCK;
  };
  for await (const piece of await open(site, name)) {
    hash.update(piece);
    for (let at = 0; at < piece.length && !fault;) {
      const taken = Math.min(piece.length - at, goal - held);
      buffer = room(buffer, held + taken);
      buffer.set(piece.subarray(at, at + taken), held);
      held += taken;
      at += taken;
      if (held === goal) full();
    }
  }
  if (held > 0 && !fault) give(held);
  return { digest: hash.hex(), fault };
}

/** An array that holds as many elements at least. */
export function room(array, needed) {
  if (needed <= array.length) return array;
  const more = new array.constructor(Math.max(needed, array.length * 2));
  more.set(array);
  return more;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of whole lines, in the one spelling of §0; a fault names the line. */
export function clean(name, bytes, line) {
  let text;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new Fault(name, line + badLine(bytes), RULE.grammar, 'checker-not-utf8');
  }
  if (!text.endsWith('\n')) {
    throw new Fault(name, line + text.split('\n').length - 1, RULE.grammar, 'checker-no-last-lf');
  }
  if (/^[\n\x20-\x7e\u4e00-\u9fff\uff01-\uff5e\u2010-\u2027\u3001-\u3029]*$/.test(text)) return text;
  text.split('\n').forEach((row, index) => {
    const at = (code) => new Fault(name, line + index, RULE.grammar, code);
    if (row.endsWith('\r')) throw at('checker-crlf');
    if (row.startsWith('\ufeff')) throw at('checker-bom');
    try {
      checkText(row);
    } catch (error) {
      throw error instanceof Wrong ? error.at(name, line + index, RULE.grammar) : error;
    }
  });
  return text;
}

/** Index of the first line that is not UTF-8. */
function badLine(bytes) {
  let index = 0;
  for (let from = 0; from < bytes.length; index++) {
    const lf = bytes.indexOf(10, from);
    const to = lf < 0 ? bytes.length : lf + 1;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return index;
    }
    from = to;
  }
  return index;
}

/** Checks the header on a file's first block; returns where its data begin. */
export function header(name, bytes, expected) {
  const lf = bytes.indexOf(10);
  const end = lf < 0 ? bytes.length : lf + 1;
  const at = (code, args) => new Fault(name, 1, RULE.grammar, code, args);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw at('checker-bom');
  const line = clean(name, bytes.subarray(0, end), 1);
  if (line !== `${expected}\n`) {
    throw at('checker-header', { expected, found: [...line].slice(0, 200).join('').trimEnd() });
  }
  return end;
}

/** Columns of the files by name; a frame's are those of `frames/`. */
export const COLUMNS = Object.freeze({
  'quota.csv': 'part,stratum,rows,eligible,quota,reserves',
  'draw.csv': 'part,stratum,rank,code,ticket,outcome',
  'visits.csv': 'visit,code,ticket,parts',
  'roster.csv': 'inspector,name,department,areas,competences,valid_from,valid_to,available',
  'barred.csv': 'code,mark',
  'opened.csv': 'code,inspector,salt',
  'amendments.csv': 'seq,kind,visit,part,department,old,new,reason,at',
  'short.csv': 'visit,department,candidates,needed',
  'teams.csv': 'visit,department,inspector,role',
  'groups.csv': 'department,group,inspector',
  'frames/': 'code,name,area,class,stratum,excluded',
});

/**
 * Reads a CSV file row by row; `take(fields, line)` throws a `Wrong` for what
 * breaks `rule`. Returns rows, digest and the first fault, as `blocks` does.
 */
export async function scan(site, name, rule, take) {
  const columns = COLUMNS[name.startsWith('frames/') ? 'frames/' : name];
  const count = columns.split(',').length;
  let rows = 0;
  let begun = false;
  const read = await blocks(site, name, (bytes, first) => {
    let from = 0;
    let line = first;
    if (!begun) {
      from = header(name, bytes, columns);
      begun = true;
      line++;
    }
    if (from === bytes.length) return;
    const text = clean(name, bytes.subarray(from), line);
    for (let start = 0; start < text.length; line++, rows++) {
      const end = text.indexOf('\n', start);
      try {
        take(splitLine(text.slice(start, end), count), line);
      } catch (error) {
        throw error instanceof Wrong ? error.at(name, line, rule) : error;
      }
      start = end + 1;
    }
  });
  const empty = !begun && !read.fault;
  const fault = empty ? new Fault(name, 1, RULE.grammar, 'checker-empty-file', { expected: columns }) : read.fault;
  return { rows, digest: read.digest, fault };
}
