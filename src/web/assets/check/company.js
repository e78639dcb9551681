// One company checks itself: its row, the row's path to the frame's root that
// plan.json fixed, its own ticket, and the stratum's cut-off. What it downloads
// grows with the draw, not with the frame. COMPANY.md says what is asked of the
// server; nothing it says is believed where it can be computed. Where there is no
// server to ask, the frames themselves are read, each whole.

import { Replay, codesWanted, readAmendments } from './amendments.js';
import { bytesOf, readFixed, verdictOf } from './check.js';
import { FILE as DRAW, Listed } from './drawn.js';
import { Fault, RULE, Unavailable, Wrong, placed } from './fault.js';
import { checkFrame, compareDigest, frameOf } from './frames.js';
import { checkText, isDigest, number, splitLine } from './grammar.js';
import { lineAt, scan } from './lines.js';
import { rootOfPath } from './merkle.js';
import { FILE as QUOTA, ofPart, strataOf } from './quota.js';
import { readCeremony } from './seed.js';
import { Tickets, hexOf, leaf, wordsOf } from './sha256.js';
import { Strata } from './strata.js';
import { FILE as VISITS, Visits, checkVisits } from './visits.js';

const encoder = new TextEncoder();

/** A code as people type it: full-width characters, small letters and blanks are put right. `null` when it is none. */
export function tidyCode(typed) {
  const code = typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  return /^[0-9A-Z-]{1,54}$/.test(code) ? code : null;
}

/** Fetches what the server says of a company; `null` when it knows none of that code. */
export class Api {
  constructor(base) {
    this.base = base.replace(/\/+$/, '');
  }

  async company(serial, code) {
    const name = `${this.base}/draws/${serial}/companies/${encodeURIComponent(code)}`;
    let answer;
    try {
      answer = await fetch(name, { credentials: 'same-origin', headers: { accept: 'application/json' } });
      if (answer.status === 404 || answer.status === 410) return null;
      if (answer.ok) return await answer.json();
    } catch (error) {
      throw new Unavailable(name, 'check-no-answer', { error: String(error.message) });
    }
    throw new Unavailable(name, 'check-status', { status: answer.status });
  }
}

/**
 * Checks one company. `site` yields the bundle's files, `api.company(serial,
 * code)` the document of COMPANY.md; `api` is `null` where nobody serves it.
 * Verdicts are those of `check`, and:
 *
 * - `{ status: 'holds', company: { code, name, ticket, visit, givenUp, frames, absent, read }, p, seed, unchecked }`
 * - `{ status: 'absent', code, ticket, p, seed, proven, read }`: in no frame; `proven` by the rows between which it would
 *   stand, or, `read`, by every row of every frame
 * - `{ status: 'no-code' }`: what was typed cannot be a code
 */
export async function checkCompany(site, api, typed, options = {}) {
  const code = tidyCode(typed);
  if (code === null) return { status: 'no-code' };
  return verdictOf(() => company(site, api, code, options.sums ?? null, options.progress ?? (() => {})));
}

async function company(site, api, code, known, progress) {
  const step = (name) => progress({ step: name, done: 0, total: 0 });
  step('files');
  const { sums, plan, p } = await readFixed(site, known);
  step('seed');
  const { seed } = readCeremony(await bytesOf(site, 'ceremony.json', sums, plan), plan, p);
  step('company');
  const alone = api === null;
  const said = alone ? await inFrames(site, plan, sums, code, progress) : await api.company(plan.serial, code);
  const ticket = new Tickets(seed).of(encoder.encode(code)).slice();
  if (said === null) return { status: 'absent', code, ticket: hexOf(ticket), p, seed, proven: false, read: alone };
  if (!alone) await fetchLeftOut(site, said, plan);
  const rows = readRows(said, code, plan, alone);
  const missing = plan.parts.filter((part) => !rows.some((row) => row.part === part))
    .map((part) => ({ department: part.department, proven: alone || readGap(said, code, part) }));
  if (rows.length === 0) {
    claim('company', said, { code, ticket: hexOf(ticket) });
    return { status: 'absent', code, ticket: hexOf(ticket), p, seed, proven: missing.every(({ proven }) => proven), read: alone };
  }
  claim('company', said, { code, ticket: hexOf(ticket), name: rows[0].name });

  step('quotas');
  const quotas = await readQuotas(site, plan, seed, sums);
  step('draw');
  const { listed, read } = await Listed.load(site, plan, seed);
  told(sums, DRAW, read);
  const frames = rows.map((row) => place(row, ticket, listed, quotas, code));
  step('visits');
  const visits = new Visits(plan, listed);
  const amendments = await readAmendments(site);
  told(sums, 'amendments.csv', amendments.read);
  const named = codesWanted(amendments.rows);
  told(sums, VISITS, await checkVisits(site, plan, seed, visits, named));
  const replay = new Replay(plan, seed, listed, visits, named).run(amendments.rows);
  const visit = replay.find(ticket) || null;
  const givenUp = visit !== null && (replay.touched.get(visit)?.givenUp ?? false);
  claim('company', said, { visit, given_up: givenUp });

  // A department may have several frames; one of them is enough to be drawn by it.
  const present = new Set(frames.map((frame) => frame.department));
  const absent = [...new Set(missing.map(({ department }) => department))].filter((department) => !present.has(department));
  const unproven = missing.filter(({ proven }) => !proven).map(({ department }) => department);
  const unchecked = [{ code: 'check-not-others', args: {} }];
  if (unproven.length > 0) unchecked.push({ code: 'check-not-absent', args: { departments: [...new Set(unproven)].join(' ') } });
  if (visit !== null) unchecked.push({ code: 'check-not-teams', args: {} });
  return {
    status: 'holds',
    company: { code, name: rows[0].name, ticket: hexOf(ticket), visit, givenUp, frames, absent, read: alone },
    p, seed,
    drawn: visits.size,
    unchecked,
  };
}

/**
 * Looks for the company in the frames, as a server would tell of it: every row is
 * read, and held against the root and the order that the plan fixed, so that no
 * path is needed and what was not met does not stand there.
 */
async function inFrames(site, plan, sums, code, progress) {
  const total = plan.parts.reduce((sum, part) => sum + part.rows, 0);
  const wanted = encoder.encode(code);
  const frames = [];
  let done = 0;
  const advance = (rows) => {
    done += rows;
    progress({ step: 'company', done, total });
  };
  for (const part of plan.parts) {
    const against = { listed: null, firstStratum: 0, merge: null, wanted, progress: advance };
    const { own } = await checkFrame(site, part, sums.get(frameOf(part)), against);
    if (own !== null) frames.push({ part: part.part, path: [], ...own });
  }
  return { frames };
}

function told(sums, name, read) {
  compareDigest(name, read.digest, sums.get(name));
  if (read.fault) throw read.fault;
}

/** What the server adds to what can be computed must agree with it. */
function claim(file, said, computed) {
  for (const [member, found] of Object.entries(computed)) {
    if (said[member] !== undefined && said[member] !== found) {
      throw new Fault(file, null, RULE.entities, 'check-claim', { member, said: String(said[member]), found: String(found) });
    }
  }
}

const malformed = (error) => {
  throw new Fault('company', null, RULE.grammar, 'json-malformed', { error });
};

/** A row as the server gives it: line, place and path. */
const isRow = (row) => row !== null && typeof row === 'object' && typeof row.row === 'string'
  && Number.isSafeInteger(row.index) && row.index >= 0
  && Array.isArray(row.path) && row.path.length <= 64 && row.path.every(isDigest);

/** Rows with the names of natural persons are left out by the server; the bundle's own file has them. */
async function fetchLeftOut(site, said, plan) {
  const list = (member) => (Array.isArray(said?.[member]) ? said[member].filter((one) => one !== null && typeof one === 'object') : []);
  const places = list('frames').map((own) => ({ part: own.part, place: own }));
  for (const { part, before, after } of list('absent')) places.push({ part, place: before }, { part, place: after });
  for (const { part, place } of places) {
    if (!place || place.row !== null || !Number.isSafeInteger(place.offset) || place.offset < 0) continue;
    const found = plan.parts.find((own) => own.part === part);
    if (found) place.row = await lineAt(site, frameOf(found), place.offset).catch(notUtf8(found)) ?? '';
  }
}

const notUtf8 = (part) => (error) => {
  if (error instanceof TypeError) throw new Fault(frameOf(part), null, RULE.grammar, 'checker-not-utf8', {});
  throw error;
};

/** Leads a row along its path to the root that the plan fixed. */
function lead({ row, index, path }, part) {
  checkText(row);
  const bytes = encoder.encode(row);
  const head = new Uint32Array(8);
  leaf(bytes, 0, bytes.length, head, 0);
  const root = rootOfPath(head, index, part.rows, path.map((digest) => wordsOf(digest)));
  if (root === null || hexOf(root) !== part.root) {
    throw new Wrong('check-path', { part: part.part, root: part.root, found: root === null ? '—' : hexOf(root) });
  }
}

/**
 * Whether the company is shown not to stand in a frame: by the two rows, next
 * to each other, between which it would. `false` when the server gives none.
 */
function readGap(said, code, part) {
  if (said.absent !== undefined && !Array.isArray(said.absent)) malformed('absent');
  const gap = (said.absent ?? []).find((one) => one?.part === part.part);
  if (gap === undefined) return false;
  const [before, after] = [gap.before ?? null, gap.after ?? null];
  const file = frameOf(part);
  for (const row of [before, after]) {
    if (row === null) continue;
    if (!isRow(row)) malformed(`absent ${part.part}`);
    placed(file, row.index + 2, RULE.plan, () => lead(row, part));
  }
  // What lies between: nothing, neither rows nor the frame's ends. Codes are ASCII and need no quotes.
  const next = before === null ? 0 : before.index + 1;
  const follows = after === null ? next === part.rows : next === after.index;
  const codeOf = ({ row }) => row.split(',')[0];
  const ordered = (before === null || codeOf(before) < code) && (after === null || code < codeOf(after));
  if (!ordered) throw new Fault(file, next + 1, RULE.plan, 'check-gap-order', { code, part: part.part });
  if (!follows) throw new Fault(file, next + 2, RULE.plan, 'check-gap', { code, part: part.part });
  return true;
}

/** The company's rows, each led to the root that the plan fixed, unless they were `read` there. */
function readRows(said, code, plan, read) {
  if (said === null || typeof said !== 'object' || !Array.isArray(said.frames)) malformed('frames');
  const seen = new Set();
  const rows = said.frames.map((frame, at) => {
    const where = `frames[${at}]`;
    if (!isRow(frame)) malformed(where);
    const number = plan.parts.findIndex((part) => part.part === frame.part);
    if (number < 0 || seen.has(number)) malformed(`${where}.part`);
    seen.add(number);
    return readRow(frame, code, plan, number, read);
  });
  for (const row of rows) {
    const [{ name, area }] = rows;
    if (row.name === name && row.area === area) continue;
    const args = { code, frame: frameOf(rows[0].part) };
    throw row.name !== name
      ? new Fault(frameOf(row.part), row.line, RULE.plan, 'checker-frames-name', { ...args, name, other: row.name })
      : new Fault(frameOf(row.part), row.line, RULE.plan, 'checker-frames-area', { ...args, area, other: row.area });
  }
  return rows;
}

function readRow(frame, code, plan, number, read) {
  const part = plan.parts[number];
  const file = frameOf(part);
  const line = frame.index + 2;
  return placed(file, line, RULE.plan, () => {
    if (!read) lead(frame, part);
    const [own, name, area, cls, stratum, excluded] = splitLine(frame.row, 6);
    if (own !== code) throw new Wrong('check-other-row', { code, found: own });
    const index = new Strata(part).find(area, cls);
    const expected = part.strata[index].stratum;
    if (stratum !== expected) throw new Wrong('checker-frame-stratum', { code, found: stratum, expected });
    claim(file, frame, { department: part.department, stratum, excluded, size: part.rows, root: part.root });
    const first = plan.parts.slice(0, number).reduce((sum, before) => sum + before.strata.length, 0);
    return { part, number, line, name, area, stratum, excluded, place: first + index, said: frame };
  });
}

/** quota.csv, as far as it can be recomputed without the frames: the sums fit the plan, the quotas follow from N and E. */
async function readQuotas(site, plan, seed, sums) {
  const strata = strataOf(plan);
  const found = [];
  const read = await scan(site, QUOTA, RULE.entities, ([part, stratum, ...figures]) => {
    const expected = strata[found.length];
    if (!expected) throw new Wrong('checker-quota-surplus', { part, stratum });
    if (part !== expected.part.part || stratum !== expected.stratum.stratum) {
      throw new Wrong('checker-quota-order', {
        part, stratum, expected_part: expected.part.part, expected_stratum: expected.stratum.stratum,
      });
    }
    const [rows, eligible, quota, reserves] = figures.map(number);
    found.push({ rows, eligible, quota, reserves });
  });
  told(sums, QUOTA, read);
  const at = (row, code, args) => new Fault(QUOTA, row + 2, RULE.entities, code, args);
  if (found.length < strata.length) {
    const { part, stratum } = strata[found.length];
    throw at(found.length, 'checker-quota-lacks', { part: part.part, stratum: stratum.stratum });
  }
  let first = 0;
  return plan.parts.flatMap((part) => {
    const own = found.slice(first, first + part.strata.length);
    const rows = own.reduce((sum, one) => sum + one.rows, 0);
    const eligible = own.reduce((sum, one) => sum + one.eligible, 0);
    const excluded = Object.values(part.excluded).reduce((sum, one) => sum + one, 0);
    if (rows !== part.rows || rows - eligible !== excluded) {
      throw new Fault(QUOTA, null, RULE.entities, 'check-quota-sums', { part: part.part, rows: part.rows, excluded });
    }
    const quotas = ofPart(seed, part, own);
    quotas.forEach((expected, index) => {
      const { stratum } = part.strata[index];
      const { quota, reserves } = own[index];
      const no = (code, found, right) => at(first + index, code, { stratum, found, expected: right });
      if (quota !== expected.quota) throw no('checker-quota-quota', quota, expected.quota);
      if (reserves !== expected.reserves) throw no('checker-quota-reserves', reserves, expected.reserves);
    });
    first += part.strata.length;
    return quotas;
  });
}

/** The company's place in its stratum: drawn or not, and why. */
function place(row, ticket, listed, quotas, code) {
  const { part, stratum, excluded, line, said } = row;
  const quota = quotas[row.place];
  const { from, to, selected } = listed.strata[row.place];
  const at = (index, reason, args) => new Fault(DRAW, index + 2, RULE.entities, reason, args);
  const where = { part: part.part, stratum };
  const rows = to - from;
  if (rows !== quota.listed) {
    throw at(from + Math.min(rows, quota.listed), 'checker-draw-count', { ...where, listed: rows, expected: quota.listed });
  }
  if (selected !== quota.quota) {
    throw at(from + Math.min(selected, quota.quota), 'checker-draw-selected', { ...where, found: selected, expected: quota.quota });
  }
  const index = listed.find(row.place, ticket);
  if (excluded !== '' && index >= 0) throw at(index, 'checker-draw-excluded', { code, excluded });
  // Below the last listed ticket, or in a stratum all of whose eligible rows are listed, it would have to be.
  if (excluded === '' && (index === -2 || (index === -1 && rows === quota.eligible))) {
    throw at(listed.place(row.place, ticket), 'checker-draw-omits', { code, ticket: hexOf(ticket) });
  }
  const outcome = index < 0 ? '' : index < from + selected ? 'selected' : 'reserve';
  const cutoff = selected === 0 ? null : hexOf(listed.tickets, (from + selected - 1) * 8);
  claim(frameOf(part), said, { outcome, cutoff });
  // Of those not listed only the frame itself tells the rank, so it is not told.
  const rank = index >= 0 ? index - from + 1 : null;
  if (rank !== null) claim(frameOf(part), said, { rank });
  return {
    part: part.part, department: part.department, line, stratum, excluded, outcome, rank, cutoff,
    rows: quota.rows, eligible: quota.eligible, quota: quota.quota,
  };
}
