// The whole check of a bundle, in the order a careful reader would go: what was
// fixed first, the seed, the draw, the visits, what came afterwards. The first
// thing wrong is named by file, line and rule, with the same codes as the
// command line's `choucha verify`.

import { Replay, codesWanted, readAmendments } from './amendments.js';
import { Listed, FILE as DRAW } from './drawn.js';
import { Fault, RULE, Unavailable, Wrong } from './fault.js';
import { checkFrame, compareDigest, frameOf } from './frames.js';
import { isDigest, splitLine } from './grammar.js';
import { clean, scan, whole } from './lines.js';
import { Merge, Names } from './names.js';
import { checkRoster, complete, readBarred, readOpened } from './people.js';
import { byHand, formKind, has, hasGroups, planWeaknesses, readPlan } from './plan.js';
import { FILE as QUOTA, checkQuota, ofPart } from './quota.js';
import { readCeremony, seedWeaknesses } from './seed.js';
import { Tickets, secondOpinion, sha256 } from './sha256.js';
import { FILE as VISITS, Visits, checkVisits } from './visits.js';

const SUMS = 'SHA256SUMS';
/** Files every bundle has beside the frames. */
const FILES = [
  'amendments.csv', 'barred.csv', 'ceremony.json', 'draw.csv', 'opened.csv', 'plan.json', 'quota.csv', 'roster.csv',
  'short.csv', 'teams.csv', 'visits.csv',
];
const GROUPS = 'groups.csv';

/**
 * Checks a bundle. `site` yields its files (`Site` in lines.js); `options`:
 * `sums`, the digest of SHA256SUMS by which the bundle is known, if any;
 * `progress({ step, done, total })`. Always gives a verdict:
 *
 * - `{ status: 'holds', facts, weaknesses, unchecked, byHand }`
 * - `{ status: 'refused', fault: { file, line, rule, code, args } }`
 * - `{ status: 'sealed' }`: a sealed draw of which only the plan is out
 * - `{ status: 'unavailable', file, code, args }`: a file could not be fetched
 * - `{ status: 'broken', error }`: this program failed, which says nothing about the bundle
 */
export async function check(site, options = {}) {
  return verdictOf(() => holds(site, options.sums ?? null, options.progress ?? (() => {})));
}

/** Runs a check; whatever it throws becomes a verdict. */
export async function verdictOf(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault) {
      const { file, line, rule, code, args } = error;
      const status = code === 'checker-still-sealed' ? 'sealed' : 'refused';
      return { status, fault: { file, line, rule, code, args } };
    }
    if (error instanceof Unavailable) return { status: 'unavailable', file: error.file, code: error.code, args: error.args };
    return { status: 'broken', error: String(error?.stack ?? error) };
  }
}

async function holds(site, known, progress) {
  const step = (name, total = 0) => progress({ step: name, done: 0, total });
  step('files');
  const fixed = await readFixed(site, known);
  const { sums, plan, p } = fixed;
  const listedDigest = (name, found) => compareDigest(name, found, sums.get(name));
  const told = (name, read) => {
    listedDigest(name, read.digest);
    if (read.fault) throw read.fault;
  };

  step('seed');
  // The frames are read once, so what the draw claims must be at hand by then;
  // its faults wait until the frames have been told to be in order.
  const ceremony = await later(async () => readCeremony(await bytesOf(site, 'ceremony.json', sums, plan), plan, p));
  const seed = ceremony.value?.seed;
  step('draw');
  const loaded = seed === undefined ? null : await Listed.load(site, plan, seed);
  if (loaded) listedDigest(DRAW, loaded.read.digest);
  const listed = loaded && !loaded.read.fault ? loaded.listed : null;
  const facts = await frames(site, fixed, seed, listed, progress);
  step('people');
  const inspectors = await checkRoster(site, plan, listedDigest);
  const barred = await readBarred(site, plan, listedDigest);
  const { contributions } = ceremony.get();

  step('quotas');
  const quotas = plan.parts.flatMap((part, index) => ofPart(seed, part, facts[index].sizes));
  told(QUOTA, await checkQuota(site, plan, quotas));
  if (loaded.read.fault) throw loaded.read.fault;
  await listed.check(site, plan, quotas, facts.find((frame) => frame.omitted)?.omitted);
  step('visits');
  const visits = new Visits(plan, listed);
  const amendments = await readAmendments(site);
  listedDigest('amendments.csv', amendments.read.digest);
  const named = codesWanted(amendments.rows);
  told(VISITS, await checkVisits(site, plan, seed, visits, named));

  step('afterwards');
  const replay = new Replay(plan, seed, listed, visits, named);
  const drawn = (code) => visits.find(replay.ticket(code)) >= 0;
  const claimed = new Set(amendments.rows.filter((row) => row.substitute).map((row) => row.next));
  const { opened, codes } = await readOpened(site, barred, (code) => drawn(code) || claimed.has(code), listedDigest);
  complete(barred, opened, drawn);
  // Of who comes only the spelling is looked at.
  for (const name of [...(hasGroups(plan) ? [GROUPS] : []), 'short.csv', 'teams.csv']) {
    told(name, await scan(site, name, RULE.inspectors, () => {}));
  }
  if (amendments.read.fault) throw amendments.read.fault;
  replay.run(amendments.rows);
  for (const [code, line] of codes) {
    if (replay.find(replay.ticket(code)) === 0) throw new Fault('opened.csv', line, RULE.entities, 'checker-opened-surplus', { code });
  }
  const brought = replay.brought();
  complete(barred, opened, (code) => brought.has(code));

  return {
    status: 'holds',
    facts: sumUp(fixed, seed, quotas, listed, { inspectors, barred: barred.length, visits: visits.size, replay, amendments }),
    weaknesses: [...planWeaknesses(plan), ...seedWeaknesses(plan, { contributions }), ...strataWeaknesses(plan, quotas),
      ...(amendments.rows.length === 0 ? [] : [{
        code: 'checker-weak-amended',
        args: { rows: amendments.rows.length, substituted: replay.substituted, recused: replay.recused },
      }])],
    unchecked: unchecked(plan, replay),
    byHand: byHand(plan, p, contributions.map(({ value }) => value)),
  };
}

/** Keeps what a step threw until its turn comes. */
async function later(work) {
  try {
    const value = await work();
    return { value, get: () => value };
  } catch (error) {
    if (!(error instanceof Fault) || error.rule === RULE.bundle) throw error;
    return {
      value: null,
      get: () => {
        throw error;
      },
    };
  }
}

/** SHA256SUMS and plan.json: what the bundle holds, and what was fixed first. */
export async function readFixed(site, known = null) {
  const bytes = await whole(site, SUMS).catch((error) => {
    // Without it there is no bundle to judge: withdrawn, or the address is wrong.
    throw error instanceof Fault && error.code === 'checker-missing' ? new Unavailable(SUMS, 'check-no-bundle') : error;
  });
  const digest = await digestOf(bytes);
  if (known !== null && known !== digest) throw new Fault(SUMS, null, RULE.bundle, 'check-address', { known, found: digest });
  const sums = readSums(bytes);
  const plan = await bytesOf(site, 'plan.json', sums, null);
  const { document, p } = readPlan(plan);
  const expected = new Set(document.parts.map(frameOf));
  for (const name of expected) if (!sums.has(name)) throw new Fault(name, null, RULE.bundle, 'checker-missing');
  for (const name of sums.keys()) {
    if (name.startsWith('frames/') && !expected.has(name)) throw new Fault(name, null, RULE.bundle, 'checker-frame-unplanned');
  }
  if (hasGroups(document) !== sums.has(GROUPS)) {
    throw new Fault(GROUPS, null, RULE.bundle, sums.has(GROUPS) ? 'checker-groups-unplanned' : 'checker-missing');
  }
  return { sums, digest, plan: document, p };
}

/** The list of digests in its one spelling; only a bundle's files may stand in it. */
function readSums(bytes) {
  const sums = new Map();
  const at = (line, code, args) => new Fault(SUMS, line, RULE.bundle, code, args);
  let text;
  try {
    text = bytes.length === 0 ? '' : clean(SUMS, bytes, 1);
  } catch (error) {
    throw error instanceof Fault ? at(error.line, error.code, error.args) : error;
  }
  let before = '';
  text.split('\n').slice(0, -1).forEach((line, index) => {
    const [digest, name] = [line.slice(0, 64), line.slice(66)];
    if (!isDigest(digest) || line.slice(64, 66) !== '  ') throw at(index + 1, 'checker-sums-line', { found: line });
    if (index > 0 && name <= before) throw at(index + 1, 'checker-sums-order', { name, before });
    if (!FILES.includes(name) && name !== GROUPS && !/^frames\/[a-z0-9-]{1,32}\.csv$/.test(name)) {
      throw at(index + 1, 'checker-sums-surplus', { name });
    }
    sums.set(name, digest);
    before = name;
  });
  const lacking = FILES.find((name) => !sums.has(name));
  if (lacking) throw new Fault(SUMS, null, RULE.bundle, 'checker-sums-lacks', { name: lacking });
  return sums;
}

/** Our digest of some bytes, and the browser's own where it has one: they must be the same. */
async function digestOf(bytes) {
  const ours = sha256(bytes);
  const theirs = await secondOpinion(bytes);
  if (theirs !== null && theirs !== ours) throw new Error('two implementations of SHA-256 disagree');
  return ours;
}

/** A document's bytes, once they are known to be the listed ones. */
export async function bytesOf(site, name, sums, plan) {
  let bytes;
  try {
    bytes = await whole(site, name);
  } catch (error) {
    const sealed = plan?.sources.some((source) => source.kind === 'sealed');
    if (sealed && error instanceof Fault && error.code === 'checker-missing') {
      throw new Fault('.', null, RULE.bundle, 'checker-still-sealed');
    }
    throw error;
  }
  compareDigest(name, await digestOf(bytes), sums.get(name));
  return bytes;
}

/** All frames, one after the other, and whether they agree about names and areas. */
async function frames(site, { sums, plan }, seed, listed, progress) {
  const total = plan.parts.reduce((sum, part) => sum + part.rows, 0);
  let done = 0;
  let shown = 0;
  const advance = (rows) => {
    done += rows;
    if (done - shown < total / 200 && done < total) return;
    shown = done;
    progress({ step: 'frames', done, total });
  };
  progress({ step: 'frames', done: 0, total });
  const facts = [];
  let firstStratum = 0;
  let known = new Names();
  let clash = null;
  for (const [index, part] of plan.parts.entries()) {
    const merge = plan.parts.length === 1 ? null : new Merge(known, index, index + 1 < plan.parts.length);
    const name = frameOf(part);
    facts.push(await checkFrame(site, part, sums.get(name), { seed, listed, firstStratum, merge, progress: advance }));
    if (merge) {
      known = merge.end();
      clash ??= merge.clash && { ...merge.clash, name, earlier: frameOf(plan.parts[merge.clash.frame]) };
    }
    firstStratum += part.strata.length;
  }
  if (clash) {
    const [first, other] = [clash.first, clash.other].map((bytes) => splitLine(new TextDecoder().decode(bytes), 3));
    const args = { code: first[0], frame: clash.earlier };
    throw first[1] !== other[1]
      ? new Fault(clash.name, clash.line, RULE.plan, 'checker-frames-name', { ...args, name: first[1], other: other[1] })
      : new Fault(clash.name, clash.line, RULE.plan, 'checker-frames-area', { ...args, area: first[2], other: other[2] });
  }
  return facts;
}

function sumUp({ plan, p, digest }, seed, quotas, listed, { inspectors, barred, visits, replay, amendments }) {
  let at = 0;
  const parts = plan.parts.map((part) => {
    const own = part.strata.map(() => ({ quota: quotas[at], slot: listed.strata[at++] }));
    const sum = (of) => own.reduce((all, one) => all + of(one), 0);
    return {
      part: part.part,
      department: part.department,
      rows: part.rows,
      strata: part.strata.length,
      eligible: sum(({ quota }) => quota.eligible),
      selected: sum(({ slot }) => slot.selected),
      reserves: sum(({ slot }) => slot.to - slot.from - slot.selected),
    };
  });
  return {
    office: plan.office, plan: plan.plan, title: plan.title, attempt: plan.attempt, serial: plan.serial,
    p, seed, sums: digest, parts, visits, inspectors, barred,
    amendments: amendments.rows.length, live_visits: replay.count - replay.givenUp(),
  };
}

const SHOWN = 5;

/** Strata that leave nothing to chance, and empty ones. */
function strataWeaknesses(plan, quotas) {
  const out = [];
  let at = 0;
  for (const part of plan.parts) {
    const own = part.strata.map(({ stratum }) => ({ stratum, ...quotas[at++] }));
    const names = (strata) => strata.slice(0, SHOWN).map(({ stratum }) => stratum).concat(strata.length > SHOWN ? ['…'] : []).join(' ');
    const all = own.filter(({ eligible, quota }) => eligible > 0 && quota === eligible);
    const empty = own.filter(({ eligible }) => eligible === 0);
    if (all.length > 0) {
      const entities = all.reduce((sum, { eligible }) => sum + eligible, 0);
      out.push({ code: 'checker-weak-whole', args: { part: part.part, strata: all.length, entities, names: names(all) } });
    }
    if (empty.length > 0) out.push({ code: 'checker-weak-empty', args: { part: part.part, strata: empty.length, names: names(empty) } });
  }
  return out;
}

/** What this page leaves to the command line. */
function unchecked(plan, replay) {
  const out = [{ code: 'check-not-teams', args: {} }];
  if (replay.recused > 0 || replay.substituted > 0) out.push({ code: 'check-not-amended-teams', args: {} });
  if (has(plan, 'log')) out.push({ code: 'check-not-log', args: {} });
  for (const { source, form } of plan.sources) {
    if (form && formKind(form) === 'drand') out.push({ code: 'check-not-drand', args: { source } });
  }
  return out;
}
