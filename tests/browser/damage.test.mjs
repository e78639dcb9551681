// Damage by chance: never an exception, and the same first fault as the command
// line names. CHOUCHA_DAMAGES=1000 for more of it, CHOUCHA_SEED for another.

import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';

import { Bundle, sha256 } from './bundles.mjs';
import { golden, served } from './paths.mjs';
import { texts, verified } from './verified.mjs';

const { check } = await served('check.js');
const seed = process.env.CHOUCHA_SEED ?? 'damage';
const count = Number(process.env.CHOUCHA_DAMAGES ?? 60);

/** Numbers by chance that a failure can be repeated with. */
function dice(name) {
  let drawn = 0;
  return (below) => Number(BigInt(`0x${sha256(`${seed} ${name} ${drawn++}`).slice(0, 13)}`) % BigInt(below));
}

function harm(bytes, roll) {
  const at = roll(bytes.length);
  const run = bytes.subarray(at, at + 1 + roll(200));
  const rest = (from) => bytes.subarray(from);
  switch (roll(6)) {
    case 0: return bytes.subarray(0, at);
    case 1: return Buffer.concat([bytes.subarray(0, at), Buffer.of(bytes[at] ^ (1 << roll(8))), rest(at + 1)]);
    case 2: return Buffer.concat([bytes.subarray(0, at), rest(at + run.length)]);
    case 3: return Buffer.concat([bytes.subarray(0, at), run, rest(at)]);
    case 4: return Buffer.concat([bytes.subarray(0, at), Buffer.of(roll(256)), rest(at)]);
    default: {
      // Two lines change places, or a digit becomes another.
      const lines = bytes.toString('utf8').split('\n');
      const [a, b] = [roll(lines.length), roll(lines.length)];
      if (roll(2) === 0) [lines[a], lines[b]] = [lines[b], lines[a]];
      else lines[a] = lines[a].replace(/[0-9]/, String(roll(10)));
      return Buffer.from(lines.join('\n'));
    }
  }
}

/** What this page leaves to the command line, and what a folder shows that an address does not. */
const ELSEWHERE = /^checker-(team|short|group|amend-(candidate|not-member|recused|on-team)|log)/;

test(`${count} bundles damaged by chance`, async (context) => {
  const bases = ['plain', 'unopened', 'drand', 'sealed', 'amended', 'group', 'experts'].map((name) => Bundle.load(path.join(golden, name)));
  const codes = new Map();
  for (let number = 0; number < count; number++) {
    const roll = dice(number);
    const bundle = bases[roll(bases.length)].clone();
    const names = [...bundle.files.keys()];
    const name = names[roll(names.length)];
    const before = bundle.files.get(name);
    const after = harm(before, roll);
    // 0: just damaged; 1: digests written anew; 2: the plan too, where it fixes the file.
    const depth = roll(3);
    bundle.files.set(name, after);
    if (depth > 0 && name !== 'SHA256SUMS') bundle.seal();
    if (depth > 1 && (name.startsWith('frames/') || ['roster.csv', 'barred.csv'].includes(name)) && after.includes(10)) bundle.refreeze();
    const verdict = await check(bundle.site(1 + roll(5000)));
    const theirs = await verified(bundle);
    const told = `${seed} ${number}: ${name} depth ${depth}: ${JSON.stringify(verdict.fault ?? verdict.status)} / ${JSON.stringify(theirs.fault ?? 'holds')}`;
    assert.ok(['holds', 'refused'].includes(verdict.status), `${told} ${verdict.error ?? ''}`);
    codes.set(verdict.fault?.code, (codes.get(verdict.fault?.code) ?? 0) + 1);
    if (verdict.status === 'holds' && ['groups.csv', 'short.csv', 'teams.csv'].includes(theirs.fault?.file)) continue;
    if (!theirs.fault || ELSEWHERE.test(theirs.fault.code)) {
      assert.equal(verdict.status, 'holds', told);
      continue;
    }
    assert.equal(verdict.status, 'refused', told);
    const { fault } = verdict;
    // A drand signature is looked at there before the value, here not at all.
    if (theirs.fault.code === 'drand-signature') continue;
    // The texts of JSON readers differ; so do a folder's and an address's ways to miss a file.
    if (['json-malformed', 'checker-missing', 'checker-sums-lacks', 'checker-sums-surplus'].includes(fault.code)
      || ['json-malformed', 'checker-sums-surplus', 'checker-unknown-file', 'checker-missing'].includes(theirs.fault.code)) continue;
    assert.deepEqual({ ...fault, args: texts(fault.args) }, { ...theirs.fault, args: texts(theirs.fault.args) }, told);
  }
  context.diagnostic(`${codes.size} different codes`);
});
