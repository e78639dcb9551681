// ceremony.json (protocol §2): commitments opened, public values in their only
// spelling, and the seed they make.

import { Fault, RULE, Wrong, placed } from './fault.js';
import { isDigest, readJson } from './grammar.js';
import { admits, formKind, has } from './plan.js';
import { ofLines, sha256 } from './sha256.js';

const FILE = 'ceremony.json';

const refuse = (code, args) => {
  throw new Wrong(code, args, RULE.seed);
};

/** Reads ceremony.json's bytes and checks every contribution and the seed. */
export function readCeremony(bytes, plan, p) {
  const read = placed(FILE, null, RULE.grammar, () => readJson(bytes));
  if (!read.canonical) throw new Fault(FILE, null, RULE.seed, 'json-not-canonical');
  return placed(FILE, null, RULE.seed, () => check(read.value, plan, p));
}

function check(ceremony, plan, p) {
  const text = (value) => typeof value === 'string';
  const exactly = (value, must, may = []) => value !== null && typeof value === 'object'
    && must.every((name) => has(value, name))
    && Object.keys(value).every((name) => must.includes(name) || may.includes(name));
  const shaped = ceremony !== null && typeof ceremony === 'object'
    && Array.isArray(ceremony.contributions) && isDigest(ceremony.plan) && isDigest(ceremony.seed)
    && ceremony.contributions.every((one) => exactly(one, ['source', 'value'], ['nonce', 'signature'])
      && text(one.source) && text(one.value) && (!has(one, 'nonce') || isDigest(one.nonce))
      && (!has(one, 'signature') || text(one.signature)));
  if (!shaped) refuse('json-malformed', { error: 'contributions, plan, seed' });
  if (!exactly(ceremony, ['contributions', 'plan', 'seed'])) refuse('checker-ceremony-members');
  if (ceremony.plan !== p) refuse('checker-ceremony-plan', { found: ceremony.plan, p });
  const { contributions } = ceremony;
  const ordered = contributions.length === plan.sources.length
    && contributions.every((one, index) => one.source === plan.sources[index].source);
  if (!ordered) refuse('ceremony-sources');
  contributions.forEach((one, index) => contribution(one, plan.sources[index], plan));
  const seed = ofLines('choucha/1 seed', p, ...contributions.map((one) => `${one.source}=${one.value}`));
  if (ceremony.seed !== seed) refuse('checker-ceremony-seed', { found: ceremony.seed, seed });
  return ceremony;
}

/** Whether this is what its source promised. */
function contribution({ source, value, nonce, signature }, promise, plan) {
  const isPublic = promise.kind === 'public';
  const drand = isPublic && formKind(promise.form) === 'drand';
  if ((signature !== undefined && !drand) || (nonce !== undefined && isPublic)) refuse('contribution-surplus', { source });
  if (!isPublic) {
    if (nonce === undefined) {
      // Not opened in time: the empty value, and the attempt goes on. A sealed one must be opened.
      if (value === '' && promise.kind === 'commitment') return;
      refuse('contribution-no-nonce', { source });
    }
    const digest = ofLines('choucha/1 commit', plan.plan, String(plan.attempt), source, nonce, value);
    if (digest !== promise.commitment) refuse('commitment-wrong', { source });
    return;
  }
  if (!admits(promise.form, value)) refuse('public-spelling', { source, value });
  if (drand) {
    // The signature itself needs pairings of elliptic curves: left to the command line, and said so.
    const bytes = /^(?:[0-9a-f]{2}){48}$/.test(signature ?? '') ? signature.match(/../g).map((two) => parseInt(two, 16)) : null;
    if (bytes === null) refuse('drand-signature', { round: promise.form.round });
    if (sha256(Uint8Array.from(bytes)) !== value) refuse('drand-value', { round: promise.form.round, value });
  }
}

/** Unopened commitments, and a seed that hangs on few possible outcomes. */
export function seedWeaknesses(plan, { contributions }) {
  const out = [];
  let opened = false;
  let digits = 0;
  plan.sources.forEach((source, index) => {
    if (source.kind === 'public') {
      const kind = formKind(source.form);
      digits += kind === 'numbers' ? source.form.count * source.form.width
        : kind === 'decimal' ? source.form.decimals + 2 : 77;
    } else if (source.kind === 'commitment') {
      if (contributions[index].nonce === undefined) out.push({ code: 'checker-weak-unopened', args: { source: source.source } });
      else opened = true;
    }
  });
  if (!opened && digits < 12) out.push({ code: 'checker-weak-guessable', args: { digits } });
  return out;
}
