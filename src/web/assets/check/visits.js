// visits.csv (protocol §3): every entity selected in at least one part, by
// ascending ticket, one visit for all its parts.

import { Fault, RULE, wrong } from './fault.js';
import { checkCode, checkDigest, number } from './grammar.js';
import { scan } from './lines.js';
import { compareWords } from './drawn.js';
import { Tickets, hexOf } from './sha256.js';

export const FILE = 'visits.csv';
const encoder = new TextEncoder();

/** The drawn visits: number `i + 1` is of the entity that row `rows[i]` of draw.csv lists. */
export class Visits {
  constructor(plan, listed) {
    this.listed = listed;
    /** Rows of all selections, by ticket, then part; and where each visit's begin. */
    this.selections = [];
    listed.strata.forEach(({ from, selected }) => {
      for (let row = from; row < from + selected; row++) this.selections.push(row);
    });
    const order = (a, b) => compareWords(listed.tickets, a * 8, listed.tickets, b * 8) || a - b;
    this.selections = Uint32Array.from(this.selections).sort(order);
    this.starts = [];
    for (let at = 0; at < this.selections.length; at++) {
      if (at === 0 || this.compare(this.selections[at - 1], this.selections[at]) !== 0) this.starts.push(at);
    }
    this.partOf = listed.strata.map(({ part }) => plan.parts.findIndex((own) => own.part === part));
  }

  compare(a, b) {
    return compareWords(this.listed.tickets, a * 8, this.listed.tickets, b * 8);
  }

  get size() {
    return this.starts.length;
  }

  /** Rows of draw.csv by which a visit (from 0) was drawn, plan order. */
  rowsOf(index) {
    return this.selections.subarray(this.starts[index], this.starts[index + 1] ?? this.selections.length);
  }

  /** The parts of a visit (from 0), plan order. */
  parts(index) {
    return [...this.rowsOf(index)].map((row) => this.partOf[this.listed.stratumOf(row)]);
  }

  /** The visit (from 0) that has a ticket; -1 when none was drawn. */
  find(words) {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareWords(this.listed.tickets, this.selections[this.starts[middle]] * 8, words, 0);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  /** The ticket of a visit (from 0), eight words. */
  ticket(index) {
    const row = this.selections[this.starts[index]];
    return this.listed.tickets.slice(row * 8, row * 8 + 8);
  }
}

/** Compares visits.csv with the selection; `scan`'s result. `codes` gets those of the visits it has places for. */
export async function checkVisits(site, plan, seed, visits, codes = new Map()) {
  const tickets = new Tickets(seed);
  let next = 0;
  const no = (code, args) => wrong(RULE.entities, code, args);
  const read = await scan(site, FILE, RULE.entities, ([visit, code, ticket, parts]) => {
    if (number(visit) !== next + 1) no('checker-visit-number', { found: visit, expected: next + 1 });
    checkCode(code);
    checkDigest(ticket);
    const words = tickets.of(encoder.encode(code));
    if (hexOf(words) !== ticket) no('checker-visit-ticket', { code, found: ticket, ticket: hexOf(words) });
    const found = visits.find(words);
    if (found < 0) no('checker-visit-unselected', { code });
    if (next >= visits.size) no('checker-visit-twice', { code });
    if (found !== next) no('checker-visit-order', { code, ticket: hexOf(visits.ticket(next)) });
    const expected = visits.parts(next).map((part) => plan.parts[part].part).join(';');
    if (parts !== expected) no('checker-visit-parts', { code, found: parts, expected });
    next++;
    if (codes.has(next)) codes.set(next, code);
  });
  if (!read.fault && next < visits.size) {
    read.fault = new Fault(FILE, read.rows + 2, RULE.entities, 'checker-visit-lacks', { ticket: hexOf(visits.ticket(next)) });
  }
  return read;
}
