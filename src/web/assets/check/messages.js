// From codes to words: `messages.zh.js` and `messages.en.js` hold them.

import EN from './messages.en.js';
import ZH from './messages.zh.js';

/** All messages by language. */
export const MESSAGES = { zh: ZH, en: EN };

/** The language of a tag such as `zh-CN` or `en`; Chinese unless it is English. */
export const langOf = (tag) => (/^en\b/i.test(tag ?? '') ? 'en' : 'zh');

/** A code's words with its arguments. */
export function say(lang, code, args = {}) {
  const words = MESSAGES[lang][code] ?? code;
  return words.replace(/\{([a-z_]+)\}/g, (_, name) => String(args[name] ?? ''));
}

const RULES = ['grammar', 'plan', 'seed', 'entities', 'inspectors', 'amendments', 'bundle', 'log'];

/** A fault as one sentence: file, line, reason, rule. */
export function sayFault(lang, { file, line, rule, code, args }) {
  const reason = say(lang, code, args);
  const words = { file, line, reason, section: rule, rule: say(lang, `checker-rule-${RULES[rule]}`) };
  return say(lang, line === null ? 'checker-fault-file' : 'checker-fault-line', words);
}

/** Why an entity could not be drawn. */
const sayReason = (lang, slug) => (MESSAGES[lang][`check-excluded-${slug}`] ?? slug);

/**
 * A verdict for people: `{ tone, headline, sections: [{ title, lines }] }`,
 * `tone` being `holds`, `refused` or `open` (no verdict).
 */
export function tell(lang, verdict) {
  const words = ({ code, args }) => say(lang, code, args);
  const section = (title, lines) => ({ title: say(lang, title), lines });
  switch (verdict.status) {
    case 'holds':
      return {
        tone: 'holds',
        headline: say(lang, verdict.company ? headline(verdict.company) : 'check-holds'),
        sections: [
          verdict.company ? section('check-company-why', company(lang, verdict)) : section('check-facts', facts(lang, verdict.facts)),
          section('check-weaknesses', (verdict.weaknesses ?? []).map(words)),
          section('check-unchecked', verdict.unchecked.map(words)),
          // Under its heading each line need not say again for whom it is.
          section('check-by-hand', (verdict.byHand ?? []).map((one) => words(one).replace(/^(请自行确认：|For you to confirm: )/, ''))),
        ].filter(({ lines }) => lines.length > 0),
      };
    case 'refused':
      return { tone: 'refused', headline: say(lang, 'check-refused'), sections: [{ title: '', lines: [sayFault(lang, verdict.fault)] }] };
    case 'unavailable':
      return {
        tone: 'open',
        headline: say(lang, 'check-unavailable', { file: verdict.file }),
        sections: [{ title: '', lines: [words(verdict)] }],
      };
    case 'absent':
      return verdict.proven
        ? { tone: 'holds', headline: say(lang, verdict.read ? 'check-company-absent-read' : 'check-company-absent-proven', verdict), sections: [] }
        : { tone: 'open', headline: say(lang, 'check-company-absent', verdict), sections: [] };
    case 'no-code':
      return { tone: 'open', headline: say(lang, 'check-company-no-code'), sections: [] };
    case 'stopped':
      return { tone: 'open', headline: say(lang, 'check-stopped'), sections: [] };
    case 'sealed':
      return { tone: 'open', headline: say(lang, 'check-sealed'), sections: [] };
    default:
      return { tone: 'open', headline: say(lang, 'check-broken'), sections: [] };
  }
}

function facts(lang, found) {
  return [
    say(lang, 'checker-fact-plan', found),
    say(lang, 'checker-fact-attempt', found),
    say(lang, 'checker-fact-p', found),
    say(lang, 'checker-fact-seed', found),
    say(lang, 'check-sums', found),
    ...found.parts.map((part) => say(lang, 'checker-fact-part', part)),
    say(lang, 'checker-fact-visits', found),
  ];
}

function headline({ frames, visit }) {
  if (frames.some(({ outcome }) => outcome === 'selected')) return 'check-company-selected';
  if (visit !== null) return 'check-company-substitute';
  return frames.every(({ excluded }) => excluded !== '') ? 'check-company-excluded' : 'check-company-not';
}

function company(lang, { company: found, seed, drawn }) {
  const { code, ticket, visit, givenUp, frames, absent, read } = found;
  const out = [say(lang, 'checker-explain-who', found)];
  for (const frame of frames) {
    out.push(say(lang, 'checker-explain-frame', frame), say(lang, read ? 'check-explain-row-read' : 'check-explain-row'));
    if (frame.excluded !== '') {
      out.push(say(lang, 'check-explain-excluded', { ...frame, reason: sayReason(lang, frame.excluded) }));
      continue;
    }
    out.push(say(lang, 'checker-explain-stratum', frame));
    if (frame.outcome === 'selected') out.push(say(lang, 'checker-explain-selected', frame));
    else if (frame.outcome === 'reserve' && frame.cutoff !== null) out.push(say(lang, 'checker-explain-reserve', frame));
    else out.push(say(lang, frame.cutoff === null ? 'check-explain-none-drawn' : 'check-explain-not-drawn', frame));
  }
  const separator = lang === 'zh' ? '、' : ', ';
  if (absent.length > 0) out.push(say(lang, 'checker-explain-absent', { departments: absent.join(separator) }));
  out.push(say(lang, 'checker-explain-ticket', { ticket, command: `printf '%s' '${seed}:${code}' | sha256sum` }));
  if (visit === null) out.push(say(lang, 'checker-explain-no-visit'));
  else if (givenUp) out.push(say(lang, 'checker-explain-given-up', { visit }));
  else out.push(say(lang, visit > drawn ? 'checker-explain-substitute' : 'checker-explain-visit', { visit }));
  return out;
}
