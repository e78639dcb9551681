// One task, `{ kind: 'bundle' | 'company', base, sums?, api?, code? }` (`api` may be `null`), from
// its addresses to its verdict; the same in a worker and without one.

import { check } from './check.js';
import { Api, checkCompany } from './company.js';
import { Site } from './lines.js';

export async function run({ kind, base, sums, api, code }, progress) {
  const began = performance.now();
  const options = { sums, progress };
  const verdict = kind === 'company'
    ? await checkCompany(new Site(base), api === null ? null : new Api(api), code, options)
    : await check(new Site(base), options);
  return { ...verdict, seconds: Math.max(0.1, Math.round((performance.now() - began) / 100) / 10) };
}
