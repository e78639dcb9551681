// amendments.csv (protocol §5): its spelling, numbering and times, and which
// reserve takes over when an entity has gone. Who comes instead of an inspector
// who steps back needs the departments' random words: `choucha verify` checks it.

import { Fault, RULE, wrong } from './fault.js';
import { checkCode, checkElement, checkSlug, compareInstants, instant, number } from './grammar.js';
import { scan } from './lines.js';
import { Tickets, hexOf } from './sha256.js';

const FILE = 'amendments.csv';
const encoder = new TextEncoder();

/** Reads amendments.csv: `{ rows, read }`, with `scan`'s result. */
export async function readAmendments(site) {
  const rows = [];
  const no = (code, args) => wrong(RULE.amendments, code, args);
  const read = await scan(site, FILE, RULE.amendments, ([seq, kind, visit, part, department, old, next, , at], line) => {
    if (number(seq) !== rows.length + 1) no('checker-amend-seq', { found: seq, expected: rows.length + 1 });
    if (kind !== 'substitute' && kind !== 'recuse') no('checker-amend-kind', { found: kind });
    const substitute = kind === 'substitute';
    const visitNumber = number(visit);
    const name = substitute ? checkCode : checkElement;
    name(old);
    if (next !== '') name(next);
    if (substitute) checkSlug(part);
    else if (part !== '') no('checker-amend-recuse-part', { found: part });
    if (!(substitute && department === '')) checkElement(department);
    const time = instant(at);
    if (rows.length > 0 && compareInstants(time, rows[rows.length - 1].time) < 0) no('checker-amend-time', { at });
    rows.push({ line, substitute, visit: visitNumber, part, department, old, next, time });
  });
  return { rows, read };
}

/** A place for the code of each visit that amendments name, for `checkVisits` to fill in. */
export const codesWanted = (rows) => new Map(rows.map((row) => [row.visit, '']));

/** Replays the substitutions over the drawn visits. */
export class Replay {
  /** `codes` of the drawn visits that amendments name, by number. */
  constructor(plan, seed, listed, visits, codes) {
    Object.assign(this, { plan, listed, visits, codes });
    this.tickets = new Tickets(seed);
    /** Visits that amendments touched or brought, by number: `{ code, ticket, parts, givenUp }`. */
    this.touched = new Map();
    this.byTicket = new Map();
    this.gone = new Set();
    this.used = new Set();
    this.count = visits.size;
    this.substituted = 0;
    this.recused = 0;
  }

  ticket(code) {
    return this.tickets.of(encoder.encode(code)).slice();
  }

  /** The number of a ticket's visit, drawn or brought; 0 for none. */
  find(ticket) {
    return this.visits.find(ticket) + 1 || this.byTicket.get(hexOf(ticket)) || 0;
  }

  run(rows) {
    for (let at = 0; at < rows.length;) {
      const row = rows[at];
      if (row.substitute) at += this.substitute(rows.slice(at, at + this.plan.parts.length));
      else {
        this.visit(row);
        this.recused++;
        at++;
      }
    }
    return this;
  }

  visit({ visit, line }) {
    if (!this.touched.has(visit)) {
      if (visit < 1 || visit > this.visits.size) this.refuse(line, 'checker-amend-visit', { visit: String(visit) });
      const parts = this.visits.parts(visit - 1);
      this.touched.set(visit, { code: this.codes.get(visit), ticket: this.visits.ticket(visit - 1), parts, givenUp: false });
    }
    const live = this.touched.get(visit);
    if (live.givenUp) this.refuse(line, 'checker-amend-gone', { visit: String(visit) });
    return live;
  }

  refuse(line, code, args) {
    throw new Fault(FILE, line, RULE.amendments, code, args);
  }

  /** One act: a row for each part of the visit. Returns how many. */
  substitute(rows) {
    const [first] = rows;
    const live = this.visit(first);
    live.givenUp = true;
    this.gone.add(hexOf(live.ticket));
    this.substituted++;
    live.parts.forEach((part, index) => {
      const own = this.plan.parts[part];
      const row = rows[index];
      if (!row || (index > 0 && !(row.substitute && row.visit === first.visit))) {
        this.refuse(row?.line ?? first.line + index, 'checker-amend-incomplete', { visit: String(first.visit), part: own.part });
      }
      if (row.part !== own.part) this.refuse(row.line, 'checker-amend-part', { found: row.part, expected: own.part });
      if (row.department !== '' && row.department !== own.department) {
        this.refuse(row.line, 'checker-amend-department', { found: row.department, expected: own.department });
      }
      if (row.old !== live.code) this.refuse(row.line, 'checker-amend-old', { found: row.old, expected: live.code });
      this.reserve(row, part, live.ticket);
    });
    return live.parts.length;
  }

  /** Compares who takes over with the reserve whose turn it is. */
  reserve(row, part, gone) {
    const { listed } = this;
    const name = this.plan.parts[part].part;
    const stratum = listed.strata.findIndex((slot, index) => slot.part === name && listed.find(index, gone) >= 0);
    const { from, to, selected } = listed.strata[stratum];
    for (let at = from + selected; at < to; at++) {
      const ticket = listed.tickets.slice(at * 8, at * 8 + 8);
      const key = `${stratum}:${hexOf(ticket)}`;
      if (this.gone.has(hexOf(ticket)) || this.used.has(key)) continue;
      const line = String(at + 2);
      if (row.next === '') this.refuse(row.line, 'checker-amend-reserve-left', { line });
      if (hexOf(this.ticket(row.next)) !== hexOf(ticket)) this.refuse(row.line, 'checker-amend-reserve', { found: row.next, line });
      this.used.add(key);
      this.take(row, part, ticket);
      return;
    }
    if (row.next !== '') this.refuse(row.line, 'checker-amend-none-left', { found: row.next });
  }

  /** The reserve's own visit is joined, or it gets the next number. */
  take(row, part, ticket) {
    let visit = this.find(ticket);
    if (visit === 0) {
      visit = ++this.count;
      this.touched.set(visit, { code: row.next, ticket, parts: [], givenUp: false });
      this.byTicket.set(hexOf(ticket), visit);
    }
    const joined = this.visit({ visit, line: row.line });
    if (!joined.parts.includes(part)) joined.parts = [...joined.parts, part].sort((a, b) => a - b);
  }

  /** Codes to which amendments brought a visit. */
  brought() {
    return new Set([...this.touched].filter(([visit]) => visit > this.visits.size).map(([, live]) => live.code));
  }

  /** Visits given up. */
  givenUp() {
    return [...this.touched.values()].filter((live) => live.givenUp).length;
  }
}
