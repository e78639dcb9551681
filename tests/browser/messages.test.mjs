// Every code has its words in both languages, with the same arguments; those
// the command line also says are said here in the same words.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { assets, root, served } from './paths.mjs';

const { MESSAGES, langOf, say } = await served('messages.js');
const names = (words) => [...new Set(words.match(/\{[a-z_]+\}/g) ?? [])].sort();

test('both languages have the same messages with the same arguments', () => {
  assert.deepEqual(Object.keys(MESSAGES.zh).sort(), Object.keys(MESSAGES.en).sort());
  for (const [code, words] of Object.entries(MESSAGES.zh)) assert.deepEqual(names(MESSAGES.en[code]), names(words), code);
});

test('the words are those of the command line', () => {
  for (const lang of ['zh', 'en']) {
    const folder = path.join(root, 'src/lang', lang);
    const catalogue = new Map();
    for (const file of fs.readdirSync(folder)) {
      for (const line of fs.readFileSync(path.join(folder, file), 'utf8').split('\n')) {
        const found = /^([a-z][a-z0-9-]*) = (.*)$/.exec(line);
        if (found) catalogue.set(found[1], found[2].replace(/\{ \$([a-z_]+) \}/g, '{$1}'));
      }
    }
    let compared = 0;
    for (const [code, words] of Object.entries(MESSAGES[lang])) {
      if (code.startsWith('check-')) continue;
      assert.equal(words, catalogue.get(code), `${lang} ${code}`);
      compared++;
    }
    assert.ok(compared > 100);
  }
});

test('every code in the scripts has its words', () => {
  const folder = path.join(assets, 'check');
  const prefix = 'checker|plan|json|csv|text|code|slug|element|area|digest|date|instant|rate|contribution|commitment|public|ceremony|drand|check';
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.js') && !name.startsWith('messages'))) {
    const source = fs.readFileSync(path.join(folder, file), 'utf8');
    for (const [, code] of source.matchAll(new RegExp(`'((?:${prefix})-[a-z0-9-]+)'`, 'g'))) {
      if (/-(csv|json)$/.test(code)) continue;
      assert.ok(MESSAGES.zh[code], `${file}: ${code}`);
    }
    for (const [, step] of source.matchAll(/step(?:: |\()'([a-z]+)'/g)) assert.ok(MESSAGES.zh[`check-step-${step}`], `${file}: ${step}`);
  }
});

test('arguments are put in, languages found', () => {
  assert.equal(say('en', 'checker-missing'), 'this file is missing');
  assert.match(say('zh', 'check-status', { status: 503 }), /503/);
  assert.equal(langOf('zh-CN'), 'zh');
  assert.equal(langOf('en-GB'), 'en');
  assert.equal(langOf(undefined), 'zh');
});
