// Quotas by the exact rule (protocol §3): whole numbers of any length, nothing
// rounded but where the rule says so.

import { Fault, RULE, wrong } from './fault.js';
import { billionths, number } from './grammar.js';
import { scan } from './lines.js';
import { ofLines } from './sha256.js';

export const FILE = 'quota.csv';
const ONE = 1000000000n;
const smaller = (a, b) => (a < b ? a : b);

/** Quotas of one part's strata in plan order; `sizes` are `{ rows, eligible }`. */
export function ofPart(seed, part, sizes) {
  const u = BigInt(`0x${ofLines('choucha/1 round', seed, part.part).slice(0, 16)}`);
  let total = 0n;
  let taken = 0n;
  return part.strata.map((stratum, index) => {
    const { rows, eligible } = sizes[index];
    let quota;
    if ((stratum.count ?? null) !== null) quota = BigInt(stratum.count);
    else {
      const exact = billionths(stratum.rate) * BigInt(stratum.base === 'eligible' ? eligible : rows);
      if (stratum.round === 'up') quota = (exact + ONE - 1n) / ONE;
      else if (stratum.round === 'down') quota = exact / ONE;
      else {
        // ⌊Tₖ + u⌋ − ⌊Tₖ₋₁ + u⌋: T in billionths, u in 2⁻⁶⁴ths, over one denominator.
        total += exact;
        const upto = ((total << 64n) + u * ONE) / (ONE << 64n);
        quota = upto - taken;
        taken = upto;
      }
    }
    const least = BigInt(stratum.min ?? 0);
    if (quota < least) quota = least;
    if ((stratum.max ?? null) !== null) quota = smaller(quota, BigInt(stratum.max));
    quota = Number(smaller(quota, BigInt(eligible)));
    const reserves = Math.min(stratum.reserves, eligible - quota);
    return { rows, eligible, quota, reserves: stratum.reserves, listed: quota + reserves };
  });
}

/** All strata of the plan: `{ part, stratum }` in plan order. */
export const strataOf = (plan) => plan.parts.flatMap((part) => part.strata.map((stratum) => ({ part, stratum })));

/** Compares quota.csv with the recomputed quotas; `scan`'s result. */
export async function checkQuota(site, plan, quotas) {
  const strata = strataOf(plan);
  let index = 0;
  const read = await scan(site, FILE, RULE.entities, ([part, stratum, ...figures]) => {
    const no = (code, args) => wrong(RULE.entities, code, args);
    if (index >= strata.length) no('checker-quota-surplus', { part, stratum });
    const { part: own, stratum: ownStratum } = strata[index];
    const expected = quotas[index++];
    if (part !== own.part || stratum !== ownStratum.stratum) {
      no('checker-quota-order', { part, stratum, expected_part: own.part, expected_stratum: ownStratum.stratum });
    }
    const [rows, eligible, quota, reserves] = figures.map(number);
    if (rows !== expected.rows) no('checker-quota-rows', { stratum, found: rows, counted: expected.rows });
    if (eligible !== expected.eligible) no('checker-quota-eligible', { stratum, found: eligible, counted: expected.eligible });
    if (quota !== expected.quota) no('checker-quota-quota', { stratum, found: quota, expected: expected.quota });
    if (reserves !== expected.reserves) no('checker-quota-reserves', { stratum, found: reserves, expected: expected.reserves });
  });
  if (!read.fault && index < strata.length) {
    const { part, stratum } = strata[index];
    read.fault = new Fault(FILE, read.rows + 2, RULE.entities, 'checker-quota-lacks', { part: part.part, stratum: stratum.stratum });
  }
  return read;
}
