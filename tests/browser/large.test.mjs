// A large draw in Chromium: CHOUCHA_LARGE=1000000 for a million companies. No
// clock is asserted; what it took is printed.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { launch, open } from './browser.mjs';
import { assets, root } from './paths.mjs';
import { sample } from './sample.mjs';
import { TestServer } from './server.mjs';

const rows = Number(process.env.CHOUCHA_LARGE ?? 60_000);

test(`a draw over ${rows} companies`, async (context) => {
  const bundle = sample(rows);
  const html = fs.readFileSync(path.join(root, 'tests/browser/demo.html'), 'utf8');
  const server = new TestServer().folder('/assets/', assets).bundle('/large/', bundle).mount('/page', () => (
    { type: 'text/html; charset=utf-8', body: html.replaceAll('{{lang}}', 'zh').replaceAll('{{bundle}}', '/large/') }));
  const origin = await server.listen();
  const browser = await launch();
  try {
    const page = await open(browser, origin);
    await page.goto(`${origin}/page`);
    // The page stays alive: its timers keep running while the worker works.
    await page.evaluate(() => {
      globalThis.beats = 0;
      setInterval(() => globalThis.beats++, 50);
    });
    await page.click('[data-check-start]');
    const section = page.locator('[data-check][data-verdict]');
    await section.waitFor({ timeout: 300_000 });
    const result = page.locator('[data-check] [data-check-result]');
    assert.equal(await section.getAttribute('data-verdict'), 'holds', await section.innerText());
    assert.ok(await page.evaluate(() => globalThis.beats) > 0);
    assert.deepEqual(page.faults, []);
    context.diagnostic((await result.innerText()).split('\n').filter((line) => /用时/.test(line)).join());

    // One exclusion more, far inside, with every digest re-made but the plan's.
    const line = Math.floor(rows / 2);
    bundle.files.set('frames/p1.csv', Buffer.from(bundle.text('frames/p1.csv').replace(new RegExp(`(${String(line).padStart(9, '0')}X,.*),\n`), '$1,covered\n')));
    bundle.seal();
    await page.click('[data-check-start]');
    await page.locator('[data-check][data-code=checker-frame-digest]').waitFor({ timeout: 300_000 });
  } finally {
    await browser.close();
    await server.close();
  }
});
