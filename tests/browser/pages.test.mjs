// The portal's own pages in Chromium: no violation of WCAG 2.2 AA that axe-core
// knows, on every kind of page, in both languages, narrow and wide, light and
// dark; nothing asked of anybody else; nothing wrong in the console; nothing
// wider than the screen; whole without scripts.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { launch, open } from './browser.mjs';
import { choucha, require, work } from './paths.mjs';

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** An office with results, made by `run`. */
const office = path.join(work, 'demo/office');
let browser;
let server;
let origin;
/** One address of each kind of page. */
let kinds;

before(async () => {
  server = spawn(choucha, ['--lang', 'en', '--office', office, 'serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  origin = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (data) => {
      said += data;
      const found = /http:\/\/[0-9.:]+/.exec(said);
      if (found) resolve(found[0]);
    });
    server.on('exit', () => reject(new Error(said)));
  });
  // The first edition is being made.
  for (let tries = 0; (await fetch(`${origin}/`)).status === 503; tries += 1) {
    assert.ok(tries < 600, 'no edition');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const first = async (list, pattern) => pattern.exec(await (await fetch(origin + list)).text())?.[1];
  const [{ part }] = (await (await fetch(`${origin}/api/v1/draws/1`)).json()).parts;
  const entry = /href="(\/log\/entries\/\d+)"/;
  kinds = {
    home: '/', plans: '/plans', plan: await first('/plans', /<th[^>]*><ul[^>]*><li><a href="(\/plans\/[^"?]+)"/), draws: '/draws', draw: '/draws/1',
    visits: '/draws/1/visits', strata: `/draws/1/strata/${part}`, visit: '/visits/1-1', results: '/results', filtered: '/results?problem=yes',
    result: await first('/results', /href="(\/results\/[0-9-]+)"/),
    corrected: await first('/results.json', /"id":"([0-9-]+)"[^]*?"version":2/).then((id) => `/results/${id}`),
    notices: '/notices', notice: await first('/notices', /href="(\/notices\/[0-9-]+)"/),
    companies: '/companies', company: await first('/visits/1-1', /href="(\/companies\/[^"]+)"/),
    items: '/items', item: await first('/items', /href="(\/items\/[^"?]+)"/),
    officers: '/officers', officer: await first('/officers', /href="(\/officers\/[^"?]+)"/),
    search: '/search', found: '/search?q=%E8%99%9A', nothing: '/search?q=zzzzzz', log: '/log', entry: await first('/log', entry),
    check: '/check', about: '/about', data: '/api', feedback: '/feedback', status: '/feedback/status',
  };
  browser = await launch();
}, { timeout: 600_000 });

after(async () => {
  await browser?.close();
  server?.kill('SIGTERM');
});

const english = (address) => (address === '/' ? '/en/' : `/en${address}`);

test('every kind of page is accessible, keeps to itself and fits', { timeout: 900_000 }, async () => {
  const wrong = [];
  const left = Object.entries(kinds).flatMap(([kind, address]) => {
    assert.ok(address && !address.includes('undefined'), kind);
    return [address, english(address)];
  });
  // Two tabs: while one waits for its page, axe works in the other.
  await Promise.all([1, 2].map(async () => {
    const page = await open(browser, origin);
    for (let at = left.shift(); at; at = left.shift()) {
      for (const [width, colorScheme] of [[360, 'dark'], [768, 'light'], [1440, 'light']]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const answer = await page.goto(origin + at);
        if (answer.status() !== 200) wrong.push(`${at}: ${answer.status()}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) wrong.push(`${at} at ${width}: ${wide} px too wide`);
        if (width === 768) continue;
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
    const without = await open(bare, origin);
    const scripted = await open(browser, origin);
    for (const [kind, address] of Object.entries(kinds)) {
      const text = async (page) => {
        await page.goto(origin + address);
        return (await page.locator('main').innerText()).replace(/\s+/g, ' ');
      };
      const [said, more] = [await text(without), await text(scripted)];
      if (kind === 'draw') assert.ok(said.includes('sha256sum'), kind);
      else assert.equal(said, more, kind);
    }
  } finally {
    await bare.close();
  }
});

test('the button on a draw’s page checks the draw', { timeout: 300_000 }, async () => {
  const page = await open(browser, origin);
  await page.goto(`${origin}/draws/1`);
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
  const found = await (await fetch(`${origin}/api/v1/visits?limit=1`)).json();
  const page = await open(browser, origin);
  await page.goto(`${origin}/draws/1`);
  await page.fill('#check-code', found.items[0].code);
  await page.click('[data-check-company] button');
  const verdict = page.locator('[data-check-company][data-tone]');
  await verdict.waitFor({ timeout: 60_000 });
  assert.equal(await verdict.getAttribute('data-verdict'), 'holds', await verdict.innerText());
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('who stands in no frame proves it by what the open data say', { timeout: 120_000 }, async () => {
  const page = await open(browser, origin);
  await page.goto(`${origin}/draws/1`);
  await page.fill('#check-code', '91110000MA00000000');
  await page.click('[data-check-company] button');
  const verdict = page.locator('[data-check-company][data-tone]');
  await verdict.waitFor({ timeout: 60_000 });
  const [status, tone] = [await verdict.getAttribute('data-verdict'), await verdict.getAttribute('data-tone')];
  assert.deepEqual([status, tone], ['absent', 'holds'], await verdict.innerText());
  assert.deepEqual(page.faults, []);
  await page.close();
});
