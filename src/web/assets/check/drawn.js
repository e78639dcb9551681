// draw.csv (protocol §3), held compactly: a ticket stands for its code, which
// is hashed while reading, so some 36 bytes a row suffice whatever was drawn.

import { Fault, RULE, wrong } from './fault.js';
import { checkCode, checkDigest, number } from './grammar.js';
import { room, scan } from './lines.js';
import { strataOf } from './quota.js';
import { Tickets, hexOf } from './sha256.js';

export const FILE = 'draw.csv';
const encoder = new TextEncoder();

/** Order of two digests of eight words. */
export function compareWords(a, i, b, j) {
  for (let k = 0; k < 8; k++) {
    if (a[i + k] !== b[j + k]) return a[i + k] < b[j + k] ? -1 : 1;
  }
  return 0;
}

/** What draw.csv lists, stratum by stratum in plan order. Row `i` stands in line `i + 2`. */
export class Listed {
  constructor(plan) {
    this.strata = strataOf(plan).map(({ part, stratum }) => (
      { part: part.part, stratum: stratum.stratum, from: 0, to: 0, selected: 0 }));
    this.rows = 0;
    this.tickets = new Uint32Array(8 * 1024);
    this.seen = null;
  }

  /** Reads draw.csv: order, ranks, tickets; not yet whether the right rows are listed. */
  static async load(site, plan, seed) {
    const out = new Listed(plan);
    const tickets = new Tickets(seed);
    const no = (code, args) => wrong(RULE.entities, code, args);
    let current = 0;
    const read = await scan(site, FILE, RULE.entities, ([part, stratum, rank, code, ticket, outcome]) => {
      const at = out.rows;
      const is = (slot) => slot.part === part && slot.stratum === stratum;
      while (current < out.strata.length && !is(out.strata[current])) {
        current++;
        if (current < out.strata.length) out.strata[current].from = out.strata[current].to = at;
      }
      if (current === out.strata.length) {
        no(out.strata.some(is) ? 'checker-draw-order' : 'checker-draw-stratum', { part, stratum });
      }
      const slot = out.strata[current];
      const expected = slot.to - slot.from + 1;
      if (number(rank) !== expected) no('checker-draw-rank', { found: rank, expected });
      checkCode(code);
      checkDigest(ticket);
      const words = tickets.of(encoder.encode(code));
      if (hexOf(words) !== ticket) no('checker-draw-ticket', { code, found: ticket, ticket: hexOf(words) });
      if (slot.to > slot.from && compareWords(out.tickets, (at - 1) * 8, words, 0) >= 0) no('checker-draw-descends', { code });
      if (outcome === 'selected') {
        if (slot.selected !== slot.to - slot.from) no('checker-draw-late', { code });
        slot.selected++;
      } else if (outcome !== 'reserve') no('checker-draw-outcome', { found: outcome });
      slot.to++;
      out.add(words);
    });
    for (const slot of out.strata.slice(current + 1)) slot.from = slot.to = out.rows;
    out.seen = new Uint8Array(out.rows);
    return { listed: out, read };
  }

  add(words) {
    this.tickets = room(this.tickets, this.rows * 8 + 8);
    this.tickets.set(words, this.rows * 8);
    this.rows++;
  }

  /**
   * Where a ticket is listed in a stratum: its row; -1 when it is beyond the
   * last listed one; -2 when it is not listed though it is below that.
   */
  find(stratum, words) {
    const { from, to } = this.strata[stratum];
    if (from === to || compareWords(words, 0, this.tickets, (to - 1) * 8) > 0) return -1;
    const at = this.place(stratum, words);
    return compareWords(words, 0, this.tickets, at * 8) === 0 ? at : -2;
  }

  /** Index of the first row of the stratum that is not below the ticket. */
  place(stratum, words) {
    let { from: low, to: high } = this.strata[stratum];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareWords(this.tickets, middle * 8, words, 0) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The stratum that a row belongs to. */
  stratumOf(row) {
    // Ends never fall, so it is the first that ends behind the row.
    let [low, high] = [0, this.strata.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.strata[middle].to <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Compares what is listed with what frames and quotas demand; throws the first fault. */
  async check(site, plan, quotas, omitted) {
    const at = (row, code, args) => new Fault(FILE, row + 2, RULE.entities, code, args);
    this.strata.forEach(({ part, stratum, from, to, selected }, index) => {
      const { quota, listed: expected } = quotas[index];
      const listed = to - from;
      if (listed !== expected) {
        throw at(from + Math.min(listed, expected), 'checker-draw-count', { part, stratum, listed, expected });
      }
      if (selected !== quota) {
        throw at(from + Math.min(selected, quota), 'checker-draw-selected', { part, stratum, found: selected, expected: quota });
      }
    });
    const strange = this.seen.indexOf(0);
    if (omitted) {
      const place = this.place(omitted.stratum, omitted.ticket);
      if (strange < 0 || place <= strange) {
        throw at(place, 'checker-draw-omits', { code: omitted.code, ticket: hexOf(omitted.ticket) });
      }
    }
    if (strange >= 0) throw await this.strange(site, plan, strange);
  }

  /** Why a listed row has no eligible row of its stratum in the frame: only now are both read again for its code. */
  async strange(site, plan, row) {
    let code = '';
    await scan(site, FILE, RULE.entities, (fields, line) => {
      if (line === row + 2) code = fields[3];
    });
    const { part, stratum } = this.strata[this.stratumOf(row)];
    let reason = ['checker-draw-unknown', { code }];
    await scan(site, `frames/${part}.csv`, RULE.plan, ([own, , , , ownStratum, excluded]) => {
      if (own !== code) return;
      reason = ownStratum === stratum
        ? ['checker-draw-excluded', { code, excluded }]
        : ['checker-draw-elsewhere', { code, stratum: ownStratum }];
    });
    return new Fault(FILE, row + 2, RULE.entities, ...reason);
  }
}
