// plan.json (protocol §1): what was fixed first. Its bytes' digest is P.

import { Fault, RULE, Wrong, placed } from './fault.js';
import {
  billionths, checkDate, checkElement, checkScope, checkSlug, checkText, compareInstants, instant, isDigest, readJson,
} from './grammar.js';
import { sha256 } from './sha256.js';

const FILE = 'plan.json';

/** The drand chain whose key the project knows: rounds fall due by arithmetic (seconds since 1970). */
const DRAND = Object.freeze({
  '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971': { genesis: 1692803367, period: 3 },
});

/** Whether a document has a member of its own. */
export const has = (of, name) => Object.prototype.hasOwnProperty.call(of, name);
const refuse = (code, args) => {
  throw new Wrong(code, args, RULE.plan);
};

/** Reads plan.json's bytes: `{ document, p }`. */
export function readPlan(bytes) {
  const read = placed(FILE, null, RULE.grammar, () => readJson(bytes));
  if (!read.canonical) throw new Fault(FILE, null, RULE.plan, 'json-not-canonical');
  try {
    checkPlan(read.value);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    // Whatever is wrong with a member of the plan breaks the section on plans.
    throw new Fault(FILE, null, RULE.plan, error.code, error.args);
  }
  return { document: read.value, p: sha256(bytes) };
}

/** Members must be of the kind the protocol gives them; `where` names them for people. */
const kinds = {
  text: (value) => typeof value === 'string',
  count: (value) => Number.isSafeInteger(value) && value >= 0,
  digest: isDigest,
  list: Array.isArray,
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
};

function member(of, name, kind, where) {
  if (!has(of, name) || !kinds[kind](of[name])) refuse('json-malformed', { error: `${where}${name}: ${kind}` });
  return of[name];
}

function checkPlan(plan) {
  if (!kinds.object(plan)) refuse('json-malformed', { error: 'object' });
  for (const name of ['protocol', 'office', 'plan', 'title', 'cutoff', 'reveal_by']) member(plan, name, 'text', '');
  for (const name of ['serial', 'attempt']) member(plan, name, 'count', '');
  for (const name of ['parts', 'sources']) member(plan, name, 'list', '');
  member(plan, 'registry', 'digest', '');
  if ((plan.previous ?? null) !== null) member(plan, 'previous', 'digest', '');
  for (const name of ['roster', 'barred']) {
    const file = member(plan, name, 'object', '');
    member(file, 'rows', 'count', `${name}.`);
    member(file, 'sha256', 'digest', `${name}.`);
  }
  checkDate(plan.cutoff);
  if (member(plan, 'window', 'texts', '').length !== 2) refuse('json-malformed', { error: 'window' });
  plan.window.forEach(checkDate);
  if (plan.protocol !== 'choucha/1') refuse('plan-protocol', { value: plan.protocol });
  for (const value of [plan.office, plan.plan, plan.title]) {
    if (value === '') refuse('plan-name-empty');
  }
  if (plan.serial === 0 || plan.attempt === 0) refuse('plan-counts-from-one');
  if ((plan.serial === 1) !== ((plan.previous ?? null) === null)) refuse('plan-chain', { serial: plan.serial });
  if (plan.window[0] > plan.window[1]) refuse('plan-window', { from: plan.window[0], to: plan.window[1] });
  if (plan.parts.length === 0) refuse('plan-no-parts');
  plan.parts.forEach((part, index) => checkPart(part, `parts[${index}].`));
  twice(plan.parts.map((part) => part.part), (part) => refuse('plan-part-twice', { part }));
  checkCrews(plan);
  checkSources(plan);
}

function twice(names, found) {
  const seen = new Set();
  for (const name of names) {
    if (seen.has(name)) found(name);
    seen.add(name);
  }
}

function checkPart(part, where) {
  if (!kinds.object(part)) refuse('json-malformed', { error: where });
  for (const name of ['part', 'department']) member(part, name, 'text', where);
  for (const name of ['items', 'competences']) member(part, name, 'texts', where);
  for (const name of ['team', 'rows']) member(part, name, 'count', where);
  for (const name of ['sha256', 'root']) member(part, name, 'digest', where);
  for (const reason of Object.keys(member(part, 'excluded', 'object', where))) {
    member(part.excluded, reason, 'count', `${where}excluded.`);
  }
  if (!has(part, 'scope')) refuse('json-malformed', { error: `${where}scope` });
  member(part, 'strata', 'list', where).forEach((stratum, index) => {
    const at = `${where}strata[${index}].`;
    if (!kinds.object(stratum)) refuse('json-malformed', { error: at });
    member(stratum, 'stratum', 'text', at);
    for (const name of ['areas', 'classes']) member(stratum, name, 'texts', at);
    member(stratum, 'reserves', 'count', at);
    for (const name of ['count', 'min', 'max']) if ((stratum[name] ?? null) !== null) member(stratum, name, 'count', at);
    if ((stratum.rate ?? null) !== null) billionths(stratum.rate);
    const either = (name, words) => [null, ...words].includes(stratum[name] ?? null)
      || refuse('json-malformed', { error: at + name });
    either('round', ['up', 'down', 'fair']);
    either('base', ['all', 'eligible']);
  });
  checkSlug(part.part);
  checkElement(part.department);
  [...part.items, ...part.competences].forEach(checkElement);
  Object.keys(part.excluded).forEach(checkSlug);
  if (part.team === 0) refuse('plan-team', { part: part.part });
  for (const stratum of part.strata) {
    checkElement(stratum.stratum);
    stratum.areas.forEach(checkScope);
    stratum.classes.forEach(checkElement);
    const given = (name) => (stratum[name] ?? null) !== null;
    const rated = given('rate') && given('round') && given('base');
    const unrated = !given('rate') && !given('round');
    if (rated === given('count') || !(rated || unrated)) {
      refuse('plan-rate-or-count', { part: part.part, stratum: stratum.stratum });
    }
  }
  twice(part.strata.map((own) => own.stratum), (stratum) => refuse('plan-stratum-twice', { part: part.part, stratum }));
}

/** Members a plan may leave out: who leads, group matching, experts. */
function checkCrews(plan) {
  const said = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
  const lead = plan.lead ?? null;
  if (lead !== null && !plan.parts.some((part) => part.department === lead)) refuse('plan-lead', { found: said(lead) });
  for (const part of plan.parts) {
    if (has(part, 'matching') && part.matching !== 'group') {
      refuse('plan-part-matching', { part: part.part, found: said(part.matching) });
    }
    if (has(part, 'experts') && !(kinds.count(part.experts) && part.experts >= 1 && part.experts <= 50)) {
      refuse('plan-part-experts', { part: part.part, found: said(part.experts), most: 50 });
    }
    const other = plan.parts.find((own) => own.department === part.department && own.matching !== part.matching);
    if (other) {
      refuse('plan-matching-mixed', { department: part.department, part: part.part, other: other.part });
    }
  }
}

/** Whether any department is matched by groups; then the bundle holds groups.csv. */
export const hasGroups = (plan) => plan.parts.some((part) => part.matching === 'group');

function checkSources(plan) {
  const revealBy = instant(plan.reveal_by);
  plan.sources.forEach((source, index) => {
    const where = `sources[${index}].`;
    if (!kinds.object(source)) refuse('json-malformed', { error: where });
    for (const name of ['source', 'kind']) member(source, name, 'text', where);
    if (source.kind === 'public') {
      for (const name of ['describe', 'when']) member(source, name, 'text', where);
      checkForm(member(source, 'form', 'object', where), where);
    } else if (['commitment', 'sealed'].includes(source.kind)) member(source, 'commitment', 'digest', where);
    else refuse('json-malformed', { error: `${where}kind` });
  });
  for (const source of plan.sources) {
    checkSlug(source.source);
    if (source.kind !== 'public') continue;
    if (compareInstants(instant(source.when), revealBy) <= 0) {
      refuse('plan-source-early', { source: source.source, when: source.when });
    }
  }
  twice(plan.sources.map((source) => source.source), (source) => refuse('plan-source-twice', { source }));
  if (!plan.sources.some((source) => source.kind === 'public')) refuse('plan-no-public-source');
  for (const { form } of plan.sources) {
    if (!form || formKind(form) !== 'drand') continue;
    const due = drandDue(form);
    if (due <= revealBy.seconds) refuse('checker-drand-early', { round: String(form.round), reveal_by: plan.reveal_by });
  }
}

/** Which of the forms a public value has: `numbers`, `decimal` or `drand`. */
export function formKind(form) {
  if (kinds.count(form.count) && kinds.count(form.width)) return 'numbers';
  if (kinds.count(form.decimals)) return 'decimal';
  return isDigest(form.drand) && kinds.count(form.round) ? 'drand' : null;
}

function checkForm(form, where) {
  const kind = formKind(form);
  if (kind === null) refuse('json-malformed', { error: `${where}form` });
  const ok = kind === 'numbers' ? form.count >= 1 && form.count <= 1000 && form.width >= 1 && form.width <= 20
    : kind === 'decimal' ? form.decimals <= 20 : form.round > 0;
  if (!ok) refuse('plan-form');
}

function drandDue(form) {
  const chain = DRAND[form.drand];
  if (!chain) refuse('drand-chain-unknown', { chain: form.drand });
  return chain.genesis + (form.round - 1) * chain.period;
}

/** Whether a value has its form's only spelling. */
export function admits(form, value) {
  switch (formKind(form)) {
    case 'numbers': {
      const numbers = value.split(' ');
      return numbers.length === form.count && numbers.every((one) => /^[0-9]+$/.test(one) && one.length === form.width);
    }
    case 'decimal': {
      const found = /^(0|[1-9][0-9]*)(?:\.([0-9]*))?$/.exec(value);
      return found !== null && (found[2] ?? '').length === form.decimals && value.includes('.') === form.decimals > 0;
    }
    default:
      return isDigest(value);
  }
}

/** What about the plan weakens the draw though it breaks no rule. */
export function planWeaknesses(plan) {
  const out = [];
  const say = (code, args = {}) => out.push({ code, args });
  if (plan.practice === true) say('checker-weak-practice');
  if (!kinds.object(plan.approval)) say(plan.urgent === true ? 'checker-weak-urgent' : 'checker-weak-unapproved');
  const earlier = Array.isArray(plan.earlier) ? plan.earlier : [];
  for (const entry of earlier) {
    const of = (key) => (typeof entry?.[key] === 'string' ? entry[key] : entry?.[key] === undefined ? '' : JSON.stringify(entry[key]));
    say(of('outcome') === 'abandoned' ? 'checker-weak-earlier-abandoned' : 'checker-weak-earlier-drawn',
      { attempt: of('attempt'), at: of('at'), reason: of('reason') });
  }
  if (plan.attempt > earlier.length + 1) {
    say('checker-weak-attempts', { attempt: plan.attempt, listed: earlier.length });
  }
  for (const source of plan.sources) {
    if (source.kind === 'sealed') say('checker-weak-sealed', { source: source.source });
    if (source.kind === 'public' && formKind(source.form) === 'drand') {
      const due = drandDue(source.form);
      if (due !== instant(source.when).seconds) {
        const shown = new Date(due * 1000).toISOString().replace('.000', '');
        say('checker-weak-drand-when', { source: source.source, when: source.when, due: shown });
      }
    }
  }
  if (!has(plan, 'log')) say('checker-weak-no-log');
  return out;
}

/** What only a reader can find out: that the plan was out in time, and that public values are those announced. */
export function byHand(plan, p, values) {
  const out = [{ code: 'checker-hand-plan', args: { p, reveal_by: plan.reveal_by } }];
  if ((plan.previous ?? null) !== null) {
    out.push({ code: 'checker-hand-previous', args: { serial: plan.serial - 1, previous: plan.previous } });
  }
  plan.sources.forEach((source, index) => {
    if (source.kind !== 'public' || formKind(source.form) === 'drand') return;
    const { describe, when } = source;
    out.push({ code: 'checker-hand-public', args: { source: source.source, value: values[index], describe, when } });
  });
  return out;
}
