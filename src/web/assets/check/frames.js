// frames/PART.csv (protocol §1 and §3): one pass over each while it streams.
// Every row is put into its stratum, hashed as a leaf, and its ticket compared
// with those draw.csv lists. Rows are read as bytes: a million of them must
// neither wait for strings nor fill the memory with them.

import { Fault, RULE, Wrong, wrong } from './fault.js';
import { checkArea, checkCode, checkSlug, splitLine } from './grammar.js';
import { COLUMNS, blocks, clean, header } from './lines.js';
import { Tree } from './merkle.js';
import { has } from './plan.js';
import { Tickets, hexOf } from './sha256.js';
import { Strata } from './strata.js';

const [LF, QUOTE, COMMA] = [10, 34, 44];
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Which bytes a code may hold. */
const CODE = new Uint8Array(256);
for (const byte of encoder.encode('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-')) CODE[byte] = 1;

/** Name of a part's frame in the bundle. */
export const frameOf = (part) => `frames/${part.part}.csv`;

class Frame {
  constructor(part, { seed, listed, firstStratum, merge, wanted, progress }) {
    Object.assign(this, { part, listed, firstStratum, merge, wanted, progress });
    this.name = frameOf(part);
    this.strata = new Strata(part);
    this.sizes = part.strata.map(() => ({ rows: 0, eligible: 0 }));
    this.excluded = new Map();
    this.omitted = null;
    this.own = null;
    this.tree = new Tree();
    this.tickets = listed ? new Tickets(seed) : null;
    this.lists = part.strata.map((_, index) => {
      const slot = listed?.strata[firstStratum + index];
      return slot !== undefined && slot.to > slot.from;
    });
    /** What stands behind the name: `area,class,stratum,excluded`, by a hash of its bytes. */
    this.tails = new Map();
    this.last = new Uint8Array(0);
    this.begun = false;
  }

  /** Takes a block of whole lines. */
  block(bytes, line) {
    let at = 0;
    if (!this.begun) {
      at = header(this.name, bytes, COLUMNS['frames/']);
      this.begun = true;
      line++;
    }
    if (at < bytes.length) clean(this.name, bytes.subarray(at), line);
    let [before, from, to] = [this.last, 0, this.last.length];
    const first = line;
    for (; at < bytes.length; line++) {
      const start = at;
      let [code, name, area, commas, quotes, hash] = [-1, -1, -1, 0, 0, 0];
      let byte = bytes[at];
      for (; byte !== LF; byte = bytes[++at]) {
        if (byte === COMMA) {
          commas++;
          if (commas === 1) code = at;
          else if (commas === 2) name = at;
          else if (commas === 3) area = at;
        } else if (byte === QUOTE) quotes++;
        if (name >= 0) hash = Math.imul(hash ^ byte, 16777619);
      }
      try {
        if (quotes > 0 || commas !== 5) [code, name, area, hash] = this.quoted(bytes, start, at);
        this.code(bytes, start, code);
        if (to > from && compare(bytes, start, code, before, from, to) <= 0) {
          this.unordered(text(bytes, start, code), text(before, from, to));
        }
        [before, from, to] = [bytes, start, code];
        if (this.wanted && compare(bytes, start, code, this.wanted, 0, this.wanted.length) === 0) {
          this.own = { row: text(bytes, start, at), index: line - 2 };
        }
        this.row(bytes, start, code, this.tail(bytes, start, name + 1, at, hash));
        this.merge?.row(bytes, start, area, line);
      } catch (error) {
        throw error instanceof Wrong ? error.at(this.name, line, RULE.grammar) : error;
      }
      this.tree.push(bytes, start, at);
      at++;
    }
    this.last = before.slice(from, to);
    this.progress(line - first);
  }

  /** Where the fields end in a line with quotes, or with too few or too many commas, which it refuses. */
  quoted(bytes, start, end) {
    const fields = splitLine(text(bytes, start, end), 6);
    const code = start + encoder.encode(fields[0]).length;
    const field = (value) => encoder.encode(/[,"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value).length;
    // A quoted code is no code; the check that follows says so.
    checkCode(fields[0]);
    const name = code + 1 + field(fields[1]);
    let hash = 0;
    for (let at = name; at < end; at++) hash = Math.imul(hash ^ bytes[at], 16777619);
    return [code, name, name + 1 + field(fields[2]), hash];
  }

  code(bytes, start, end) {
    let ok = end > start && end - start <= 54;
    for (let at = start; at < end; at++) ok = ok && CODE[bytes[at]] === 1;
    if (!ok) checkCode(text(bytes, start, end));
  }

  unordered(code, before) {
    if (code === before) wrong(RULE.plan, 'checker-frame-twice', { code });
    wrong(RULE.plan, 'checker-frame-order', { code, before });
  }

  /** What stands behind a row's name, checked when it is met first. */
  tail(bytes, start, from, to, hash) {
    let same = this.tails.get(hash);
    if (same === undefined) this.tails.set(hash, same = []);
    for (const tail of same) if (compare(tail.bytes, 0, tail.bytes.length, bytes, from, to) === 0) return tail;
    const [code, , area, cls, stratum, excluded] = splitLine(text(bytes, start, to), 6);
    checkArea(area);
    const index = this.strata.find(area, cls);
    const expected = this.part.strata[index].stratum;
    if (stratum !== expected) wrong(RULE.plan, 'checker-frame-stratum', { code, found: stratum, expected });
    if (excluded !== '') checkSlug(excluded);
    const tail = { bytes: bytes.slice(from, to), index, excluded };
    same.push(tail);
    return tail;
  }

  row(bytes, start, end, { index, excluded }) {
    this.sizes[index].rows++;
    if (excluded !== '') {
      this.excluded.set(excluded, (this.excluded.get(excluded) ?? 0) + 1);
      return;
    }
    this.sizes[index].eligible++;
    if (!this.lists[index]) return;
    const ticket = this.tickets.of(bytes, start, end);
    const stratum = this.firstStratum + index;
    const row = this.listed.find(stratum, ticket);
    if (row >= 0) this.listed.seen[row] = 1;
    else if (row === -2) this.omitted ??= { stratum, ticket: ticket.slice(), code: text(bytes, start, end) };
  }

  /** What must hold of the frame as a whole. */
  finish({ digest, fault }, listedDigest) {
    const { part, name } = this;
    compareDigest(name, digest, listedDigest);
    const no = (code, args) => {
      throw new Fault(name, null, RULE.plan, code, args);
    };
    if (digest !== part.sha256) no('checker-frame-digest', { listed: part.sha256, found: digest });
    if (fault) throw fault;
    if (!this.begun) throw new Fault(name, 1, RULE.grammar, 'checker-empty-file', { expected: COLUMNS['frames/'] });
    const rows = this.tree.size;
    if (rows !== part.rows) no('checker-frame-rows', { listed: part.rows, found: rows });
    const root = hexOf(this.tree.root());
    if (root !== part.root) no('checker-frame-root', { listed: part.root, found: root });
    for (const reason of [...Object.keys(part.excluded), ...[...this.excluded.keys()].sort()]) {
      const listed = has(part.excluded, reason) ? part.excluded[reason] : 0;
      const found = this.excluded.get(reason) ?? 0;
      if (listed !== found) no('checker-frame-excluded', { reason, listed, found });
    }
  }
}

/** A file's digest against the one SHA256SUMS lists. */
export function compareDigest(name, found, listed) {
  if (found !== listed) throw new Fault(name, null, RULE.bundle, 'checker-digest', { listed, found });
}

const text = (bytes, from, to) => decoder.decode(bytes.subarray(from, to));

/** Byte order of two runs of bytes. */
function compare(a, i, m, b, j, n) {
  for (; i < m && j < n; i++, j++) if (a[i] !== b[j]) return a[i] - b[j];
  return (m - i) - (n - j);
}

/**
 * Checks a part's frame against the plan, SHA256SUMS and the draw. `against`:
 * `seed`, `listed` (or `null` when draw.csv is known to be wrong), the number of
 * the part's `firstStratum` in the plan, the frames' `merge`, a code `wanted` as
 * bytes, if any, and `progress`, called with rows done. Returns `{ sizes, omitted,
 * own }`, `own` being the wanted code's `{ row, index }` or `null`.
 */
export async function checkFrame(site, part, listedDigest, against) {
  const frame = new Frame(part, against);
  frame.finish(await blocks(site, frame.name, (bytes, line) => frame.block(bytes, line)), listedDigest);
  return { sizes: frame.sizes, omitted: frame.omitted, own: frame.own };
}
