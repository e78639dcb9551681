// The portal's own pages in Chromium: no violation of WCAG 2.2 AA that axe-core
// knows, on every kind of page, in both languages, narrow and wide, light and
// dark; nothing asked of anybody else; nothing wrong in the console; nothing
// wider than the screen; whole without scripts.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

import { launch, open } from './browser.mjs';
import { require } from './paths.mjs';
import { english, visit } from './portal.mjs';

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const site = visit();

test('every kind of page is accessible, keeps to itself and fits', { timeout: 900_000 }, async () => {
  const wrong = [];
  const left = Object.entries(site.kinds).flatMap(([kind, address]) => {
    assert.ok(address && !address.includes('undefined'), kind);
    return [address, english(address)];
  });
  // Two tabs: while one waits for its page, axe works in the other.
  await Promise.all([1, 2].map(async () => {
    const page = await open(site.browser, site.origin);
    for (let at = left.shift(); at; at = left.shift()) {
      // 320 pixels are what 1280 are at four times the size.
      for (const [width, colorScheme] of [[320, 'light'], [360, 'dark'], [768, 'light'], [1440, 'light']]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const answer = await page.goto(site.origin + at);
        if (answer.status() !== 200) wrong.push(`${at}: ${answer.status()}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) wrong.push(`${at} at ${width}: ${wide} px too wide`);
        if (![360, 1440].includes(width)) continue;
        // Under the page's policy a script may come from the debugger, not from the page.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }));
        for (const { id, nodes } of violations) wrong.push(`${at} at ${width}: ${id}: ${nodes[0].html} (${nodes.length})`);
      }
    }
    assert.deepEqual(page.faults, []);
    await page.close();
  }));
  assert.deepEqual(wrong, []);
});

test('pages are whole without scripts', { timeout: 300_000 }, async () => {
  const bare = await launch({ javaScriptEnabled: false });
  try {
    const without = await open(bare, site.origin);
    const scripted = await open(site.browser, site.origin);
    for (const [kind, address] of Object.entries(site.kinds)) {
      const text = async (page) => {
        await page.goto(site.origin + address);
        return (await page.locator('main').innerText()).replace(/\s+/g, ' ');
      };
      const [said, more] = [await text(without), await text(scripted)];
      // With scripts there are buttons for the check.
      if (kind === 'draw') assert.ok(said.includes('sha256sum'), kind);
      else if (kind === 'company') assert.ok(more.startsWith(said) && said.includes('票号'), kind);
      else assert.equal(said, more, kind);
    }
  } finally {
    await bare.close();
  }
});

test('the button on a draw’s page checks the draw', { timeout: 300_000 }, async () => {
  const page = await open(site.browser, site.origin);
  await page.goto(`${site.origin}/draws/1`);
  await page.click('[data-check-start]');
  const result = page.locator('[data-check] [data-check-result]');
  await result.waitFor({ state: 'visible' });
  const verdict = page.locator('[data-check][data-tone]');
  await verdict.waitFor({ timeout: 240_000 });
  const tone = await verdict.getAttribute('data-tone');
  assert.equal(tone, 'holds', await result.innerText());
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a company checks itself by what the open data say of it', { timeout: 120_000 }, async () => {
  const found = await (await fetch(`${site.origin}/api/v1/visits?limit=1`)).json();
  const page = await open(site.browser, site.origin);
  await page.goto(`${site.origin}/draws/1`);
  await page.fill('#check-code', found.items[0].code);
  await page.click('[data-check-company] button');
  const verdict = page.locator('[data-check-company][data-tone]');
  await verdict.waitFor({ timeout: 60_000 });
  assert.equal(await verdict.getAttribute('data-verdict'), 'holds', await verdict.innerText());
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('who stands in no frame proves it by what the open data say', { timeout: 120_000 }, async () => {
  const page = await open(site.browser, site.origin);
  await page.goto(`${site.origin}/draws/1`);
  await page.fill('#check-code', '91110000MA00000000');
  await page.click('[data-check-company] button');
  const verdict = page.locator('[data-check-company][data-tone]');
  await verdict.waitFor({ timeout: 60_000 });
  const [status, tone] = [await verdict.getAttribute('data-verdict'), await verdict.getAttribute('data-tone')];
  assert.deepEqual([status, tone], ['absent', 'holds'], await verdict.innerText());
  assert.deepEqual(page.faults, []);
  await page.close();
});
