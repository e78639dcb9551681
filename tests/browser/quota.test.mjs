// Quotas: the golden bundles' and, for rates at random, the rule as it is written.

import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { Bundle, sha256 } from './bundles.mjs';
import { demo, foreign, golden, served } from './paths.mjs';

const { ofPart } = await served('quota.js');
const { readJson, billionths, instant, compareInstants, splitLine, number, checkDate, compareBytes, canonical } = await served('grammar.js');

test('quota.csv of every bundle at hand', () => {
  const folders = [...fs.readdirSync(golden).map((name) => path.join(golden, name)), demo, foreign];
  for (const folder of folders.filter((one) => fs.existsSync(path.join(one, 'quota.csv')))) {
    const bundle = Bundle.load(folder);
    const { seed } = JSON.parse(bundle.text('ceremony.json'));
    const rows = bundle.lines('quota.csv').slice(1).map((line) => splitLine(line, 6));
    for (const part of bundle.plan.parts) {
      const own = rows.filter(([name]) => name === part.part);
      const sizes = own.map(([, , all, eligible]) => ({ rows: Number(all), eligible: Number(eligible) }));
      assert.deepEqual(ofPart(seed, part, sizes).map(({ quota }) => String(quota)), own.map((row) => row[4]), `${folder} ${part.part}`);
    }
  }
});

/** A fraction's floor, for fractions not below zero. */
const floor = ({ over, under }) => over / under;

test('rates at random: up, down and fair as they are defined', () => {
  for (let round = 0; round < 300; round++) {
    const seed = randomBytes(32).toString('hex');
    const strata = Array.from({ length: randomInt(1, 12) }, (_, index) => ({
      stratum: `s${index}`,
      rate: ['0', '1', '0.000000001', '0.999999999', '0.5', `0.${randomInt(0, 1e8)}${randomInt(1, 10)}`][randomInt(0, 6)],
      round: ['up', 'down', 'fair'][randomInt(0, 3)],
      base: ['all', 'eligible'][randomInt(0, 2)],
      min: randomInt(0, 4) === 0 ? randomInt(0, 10) : null,
      max: randomInt(0, 4) === 0 ? randomInt(0, 100) : null,
      reserves: 2,
    }));
    const sizes = strata.map(() => {
      const rows = randomInt(0, 3) === 0 ? Number.MAX_SAFE_INTEGER - randomInt(0, 1000) : randomInt(0, 5000);
      return { rows, eligible: rows - randomInt(0, Math.min(rows, 100) + 1) };
    });
    const part = { part: `p${round}`, strata };
    const u = { over: BigInt(`0x${sha256(`choucha/1 round\n${seed}\np${round}\n`).slice(0, 16)}`), under: 2n ** 64n };
    let [before, total] = [{ over: u.over, under: u.under }, 0n];
    strata.forEach((stratum, index) => {
      const { rows, eligible } = sizes[index];
      const s = { over: billionths(stratum.rate) * BigInt(stratum.base === 'all' ? rows : eligible), under: 10n ** 9n };
      let quota = stratum.round === 'up' ? -(-s.over / s.under) : floor(s);
      if (stratum.round === 'up' && s.over % s.under !== 0n) quota = floor(s) + 1n;
      if (stratum.round === 'fair') {
        total += s.over;
        const after = { over: total * u.under + u.over * s.under, under: s.under * u.under };
        quota = floor(after) - floor(before);
        before = after;
      }
      if (stratum.min !== null && quota < stratum.min) quota = BigInt(stratum.min);
      if (stratum.max !== null && quota > stratum.max) quota = BigInt(stratum.max);
      if (quota > eligible) quota = BigInt(eligible);
      assert.equal(BigInt(ofPart(seed, part, sizes)[index].quota), quota, JSON.stringify({ stratum, size: sizes[index] }));
    });
  }
});

test('second spellings are refused', () => {
  const refused = (code, work) => assert.throws(work, (error) => error.code === code, code);
  for (const bad of ['', '0.', '0.0', '0.30', '1.0', '00', '0.0000000001', '3%', '.3', '-0.1', '0,1', '2']) {
    refused('rate-malformed', () => billionths(bad));
  }
  for (const bad of ['', '01', '-1', '1.0', '9007199254740992', '1e3', ' 1']) refused('checker-number', () => number(bad));
  for (const bad of ['2026-02-29', '2026-2-28', '20260228', '2026-13-01', '2026-00-10']) refused('date-malformed', () => checkDate(bad));
  refused('csv-needless-quotes', () => splitLine('a,"b"', 2));
  refused('csv-quote', () => splitLine('a,b"c', 2));
  refused('csv-quote', () => splitLine('a,"b,', 2));
  refused('csv-fields', () => splitLine('a,"b,"c', 2));
  refused('csv-fields', () => splitLine('a', 2));
  refused('csv-fields', () => splitLine('a,b,c', 2));
  assert.deepEqual(splitLine('a,"b,""c"""', 2), ['a', 'b,"c"']);
  const json = (text) => () => readJson(Buffer.from(text));
  refused('json-malformed', json(`${'['.repeat(200)}${']'.repeat(200)}`));
  refused('json-malformed', json(`${'['.repeat(1e6)}`));
  refused('checker-number', json('{"a":1.5}'));
  refused('checker-number', json('{"a":9007199254740992}'));
  refused('checker-json-key', json('{"é":1}'));
  refused('checker-not-utf8', json('{"a":"\\ud800"}'));
  for (const second of ['{"b":1,"a":2}', '{"a":1 }', '{"a":1,"a":1}', '{"a":1.0}', '{"a":"\\u0041"}', '{"a":1}\n']) {
    assert.equal(json(second)().canonical, false, second);
  }
  assert.equal(json('{"a":[1,"甲"],"b":null}')().canonical, true);
  refused('instant-malformed', () => instant('2026-10-05T09:00:00'));
  refused('instant-malformed', () => instant('2026-02-30T09:00:00Z'));
  assert.equal(compareInstants(instant('2026-10-05T09:00:00+08:00'), instant('2026-10-05T01:00:00Z')), 0);
  assert.ok(compareInstants(instant('2026-10-05T09:00:00.5+08:00'), instant('2026-10-05T09:00:00.25+08:00')) > 0);
  assert.ok(compareBytes('\u{10000}', '\uffff') > 0, 'UTF-8 order, not that of UTF-16');
  assert.equal(canonical(JSON.parse('{"b":[1,null],"a":{"z":true,"__proto__":"x"}}')), '{"a":{"__proto__":"x","z":true},"b":[1,null]}');
});
