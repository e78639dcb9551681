// The one spelling of everything (protocol §0). Whatever is written otherwise
// is refused, with the same reasons as the command-line checker gives.

import { RULE, Wrong } from './fault.js';

const refuse = (code, args) => {
  throw new Wrong(code, args, RULE.grammar);
};

// Ideographs of the main block, full-width forms and ASCII stay as they are in
// normal form C; nearly all text is made of these.
const SETTLED = /^[\x20-\x7e\u4e00-\u9fff\uff01-\uff5e]*$/;

/** Text of any field: normal form C, no control characters. */
export function checkText(value) {
  if (SETTLED.test(value)) return;
  if (/[\x00-\x1f\x7f]/.test(value)) refuse('text-control', { value: escaped(value) });
  if (!isWellFormed(value)) refuse('checker-not-utf8');
  if (value.normalize('NFC') !== value) refuse('text-not-nfc', { value });
}

/** Makes control characters visible, spelt as the command line does. */
function escaped(value) {
  const short = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\', '"': '\\"', "'": "\\'" };
  return value.replace(/[\x00-\x1f\x7f"'\\]/g, (char) => short[char] ?? `\\u{${char.charCodeAt(0).toString(16)}}`);
}

/** Whether surrogates stand in pairs only: others have no UTF-8. */
function isWellFormed(value) {
  try {
    encodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}

const bytesIn = (value) => (/^[\x00-\x7f]*$/.test(value) ? value.length : new TextEncoder().encode(value).length);
const must = (ok, code, value) => ok || refuse(code, { value });

/** Entity code. */
export const checkCode = (value) => must(/^[0-9A-Z-]{1,54}$/.test(value), 'code-malformed', value);
/** Part, source or reason. */
export const checkSlug = (value) => must(/^[a-z0-9-]{1,32}$/.test(value), 'slug-malformed', value);
/** Area: digits. */
export const checkArea = (value) => must(/^[0-9]{1,64}$/.test(value), 'area-malformed', value);
/** Area scope: digits, or `*` for all. */
export const checkScope = (value) => value === '*' || checkArea(value);
/** Digest, seed, nonce, salt. */
export const checkDigest = (value) => must(isDigest(value), 'digest-malformed', value);
/** Whether it is a digest in its one spelling. */
export const isDigest = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** Stratum, department, inspector, element of a list: 1–64 bytes without `,;"`. */
export function checkElement(value) {
  checkText(value);
  const length = bytesIn(value);
  must(length >= 1 && length <= 64 && !/[,;"]/.test(value), 'element-malformed', value);
}

/** A number in its one spelling, below 2⁵³. */
export function number(value) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(value) || !Number.isSafeInteger(Number(value))) refuse('checker-number', { value });
  return Number(value);
}

/** An existing day, `YYYY-MM-DD`. */
export function checkDate(value) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  must(found && isDay(Number(found[1]), Number(found[2]), Number(found[3])), 'date-malformed', value);
}

function isDay(year, month, day) {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}

/** An RFC 3339 instant with its offset: seconds since 1970 and the fraction as text. */
export function instant(value) {
  const found = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(value);
  const [year, month, day, hour, minute, second] = found ? found.slice(1, 7).map(Number) : [];
  const [hours, minutes] = found?.[8] ? [Number(found[9]), Number(found[10])] : [0, 0];
  const ok = found && isDay(year, month, day) && hour < 24 && minute < 60 && second <= 60 && hours < 24 && minutes < 60;
  must(ok, 'instant-malformed', value);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const offset = (found[8] === '-' ? -1 : 1) * (hours * 60 + minutes);
  const seconds = at.getTime() / 1000 + hour * 3600 + (minute - offset) * 60 + second;
  return { seconds, fraction: (found[7] ?? '').slice(0, 9).padEnd(9, '0') };
}

/** Order of two instants: negative, zero or positive. */
export function compareInstants(a, b) {
  return a.seconds - b.seconds || (a.fraction < b.fraction ? -1 : Number(a.fraction > b.fraction));
}

/** A rate in billionths, as an exact integer. */
export function billionths(value) {
  if (value === '0') return 0n;
  if (value === '1') return 1000000000n;
  if (typeof value !== 'string' || !/^0\.[0-9]{0,8}[1-9]$/.test(value)) refuse('rate-malformed', { value: String(value) });
  return BigInt(value.slice(2).padEnd(9, '0'));
}

/** Splits a CSV line (without LF) into exactly `count` fields and refuses every second spelling. */
export function splitLine(line, count) {
  if (!line.includes('"')) {
    const fields = line.split(',');
    if (fields.length !== count) refuse('csv-fields', { expected: count, line });
    return fields;
  }
  const fields = [];
  let rest = line;
  for (let i = 1; i <= count; i++) {
    const last = i === count;
    let field;
    if (rest.startsWith('"')) {
      const found = /^"((?:[^"]|"")*)"(?!")/.exec(rest);
      if (!found) refuse('csv-quote', { line });
      field = found[1].replaceAll('""', '"');
      if (!/[,"]/.test(field)) refuse('csv-needless-quotes', { value: field });
      rest = rest.slice(found[0].length);
      if (last ? rest !== '' : !rest.startsWith(',')) refuse('csv-fields', { expected: count, line });
      rest = rest.slice(1);
    } else {
      const comma = rest.indexOf(',');
      if (last ? comma >= 0 : comma < 0) refuse('csv-fields', { expected: count, line });
      field = last ? rest : rest.slice(0, comma);
      if (field.includes('"')) refuse('csv-quote', { line });
      rest = last ? '' : rest.slice(comma + 1);
    }
    fields.push(field);
  }
  return fields;
}

/** Elements of a list joined by `;`; the empty field is the empty list. */
export const splitList = (field) => (field === '' ? [] : field.split(';'));

/** Byte order of two texts, which for UTF-8 is the order of code points. */
export function compareBytes(a, b) {
  if (a === b) return 0;
  const [x, y] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  for (;;) {
    const [left, right] = [x.next(), y.next()];
    if (left.done || right.done) return left.done ? (right.done ? 0 : -1) : 1;
    const order = left.value.codePointAt(0) - right.value.codePointAt(0);
    if (order !== 0) return order;
  }
}

/** Canonical JSON (RFC 8785) of what JSON.parse gave. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  // Member names sort by UTF-16 code units, as JavaScript sorts strings.
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** Reads a JSON document and checks its grammar; `{ value, canonical }`, the latter whether its bytes are. */
export function readJson(bytes) {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse('checker-not-utf8');
  }
  let value;
  let again;
  try {
    value = JSON.parse(text);
    again = canonical(value);
  } catch (error) {
    refuse('json-malformed', { error: String(error.message) });
  }
  checkValue(value);
  return { value, canonical: again === text };
}

/** Deeper than this no reader of JSON here goes. */
const DEEPEST = 127;

function checkValue(value, depth = 0) {
  if (depth > DEEPEST) refuse('json-malformed', { error: 'recursion limit exceeded' });
  if (typeof value === 'string') checkText(value);
  else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) refuse('checker-number', { value: String(value) });
  } else if (Array.isArray(value)) value.forEach((one) => checkValue(one, depth + 1));
  else if (value !== null && typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) {
      if (!/^[\x00-\x7f]*$/.test(key)) refuse('checker-json-key', { key });
      checkText(key);
      checkValue(member, depth + 1);
    }
  }
}
