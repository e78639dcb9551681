// roster.csv, barred.csv and opened.csv (protocol §1 and §3): who could come,
// hidden pairs that may not meet, and those of the drawn entities shown.

import { Fault, RULE, wrong } from './fault.js';
import {
  checkCode, checkDate, checkDigest, checkElement, checkScope, checkSlug, compareBytes, splitList,
} from './grammar.js';
import { scan } from './lines.js';
import { ofLines } from './sha256.js';

/** Throws unless a file is the one the plan fixed; `read` is `scan`'s. */
function fixed(name, read, plan) {
  const no = (code, args) => {
    throw new Fault(name, null, RULE.plan, code, args);
  };
  if (read.digest !== plan.sha256) no('checker-fixed-digest', { listed: plan.sha256, found: read.digest });
  if (read.fault) throw read.fault;
  if (read.rows !== plan.rows) no('checker-fixed-rows', { listed: plan.rows, found: read.rows });
}

/** roster.csv: its spelling, and that it is the plan's. `listed` compares its digest with SHA256SUMS. */
export async function checkRoster(site, plan, listed) {
  let before = null;
  const read = await scan(site, 'roster.csv', RULE.plan, ([inspector, , department, areas, competences, from, to, available]) => {
    checkElement(inspector);
    checkElement(department);
    checkSlug(available);
    checkDate(from);
    checkDate(to);
    splitList(areas).forEach(checkScope);
    splitList(competences).forEach(checkElement);
    if (before !== null && compareBytes(before, inspector) >= 0) wrong(RULE.plan, 'checker-roster-order', { inspector, before });
    before = inspector;
  });
  listed('roster.csv', read.digest);
  fixed('roster.csv', read, plan.roster);
  return read.rows;
}

/** barred.csv: its hidden pairs `code,mark`, in order. */
export async function readBarred(site, plan, listed) {
  const pairs = [];
  const read = await scan(site, 'barred.csv', RULE.plan, ([code, mark]) => {
    checkCode(code);
    checkDigest(mark);
    const pair = `${code},${mark}`;
    const last = pairs[pairs.length - 1]?.split(',');
    if (last && (compareBytes(last[0], code) || compareBytes(last[1], mark)) >= 0) wrong(RULE.plan, 'checker-barred-order', { code });
    pairs.push(pair);
  });
  listed('barred.csv', read.digest);
  fixed('barred.csv', read, plan.barred);
  return pairs;
}

/**
 * opened.csv: every row opens a row of barred.csv, in byte order. `may` tells
 * whether a code has a visit or claims one by an amendment. Returns `{ opened,
 * codes }`: the pairs opened, and each code's first line.
 */
export async function readOpened(site, barred, may, listed) {
  const known = new Set(barred);
  const opened = new Set();
  const codes = new Map();
  let before = null;
  const no = (code, args) => wrong(RULE.entities, code, args);
  const read = await scan(site, 'opened.csv', RULE.entities, ([code, inspector, salt], line) => {
    checkCode(code);
    checkElement(inspector);
    checkDigest(salt);
    const order = before && (compareBytes(before[0], code) || compareBytes(before[1], inspector) || compareBytes(before[2], salt));
    if (order !== null && order >= 0) no('checker-opened-order', { code, inspector });
    before = [code, inspector, salt];
    const mark = ofLines('choucha/1 barred', salt, inspector, code);
    const pair = `${code},${mark}`;
    if (!known.has(pair)) no('checker-opened-mark', { code, inspector, mark });
    opened.add(pair);
    if (!may(code)) no('checker-opened-surplus', { code });
    if (!codes.has(code)) codes.set(code, line);
  });
  listed('opened.csv', read.digest);
  if (read.fault) throw read.fault;
  return { opened, codes };
}

/** Every pair of barred.csv whose code `must` be open is. */
export function complete(barred, opened, must) {
  barred.forEach((pair, index) => {
    const code = pair.split(',')[0];
    if (!opened.has(pair) && must(code)) {
      throw new Fault('opened.csv', null, RULE.entities, 'checker-opened-lacks', { code, line: String(index + 2) });
    }
  });
}
