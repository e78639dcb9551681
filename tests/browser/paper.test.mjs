// The portal on paper: A4, black on white, without what can only be pressed.

import assert from 'node:assert/strict';
import test from 'node:test';

import { open } from './browser.mjs';
import { english, visit } from './portal.mjs';

const site = visit();

/** A4 less the margins, in CSS pixels. */
const PAPER = { width: 673, height: 1000 };

test('every kind of page prints whole, black on white', { timeout: 300_000 }, async () => {
  const page = await open(site.browser, site.origin, { viewport: PAPER });
  const wrong = [];
  for (const address of Object.values(site.kinds).flatMap((own) => [own, english(own)])) {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.goto(site.origin + address);
    const found = await page.evaluate(() => {
      const out = [];
      const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true })).length;
      for (const selector of ['.top nav', '.way', '.toc', '.find', '.filters', '.pager ul', 'button', '.skip', 'summary']) {
        if (shown(selector) > 0) out.push(`${selector} is printed`);
      }
      const { color, backgroundColor } = getComputedStyle(document.body);
      if (color !== 'rgb(0, 0, 0)' || backgroundColor !== 'rgb(255, 255, 255)') out.push(`${color} on ${backgroundColor}`);
      const wide = document.documentElement.scrollWidth - innerWidth;
      if (wide > 0) out.push(`${wide} px too wide`);
      for (const table of document.querySelectorAll('main table')) {
        if (!table.checkVisibility()) continue;
        if (getComputedStyle(table).display !== 'table') out.push('a table is none');
        if (table.getBoundingClientRect().right > innerWidth + 1) out.push('a table is cut');
      }
      for (const block of document.querySelectorAll('main pre, main code')) {
        if (block.checkVisibility() && block.getBoundingClientRect().right > innerWidth + 1) out.push(`code is cut: ${block.textContent.slice(0, 30)}`);
      }
      for (const bar of document.querySelectorAll('td.bar svg, .plot svg')) {
        if (bar.checkVisibility() && bar.getBoundingClientRect().width < 40) out.push('a chart is too small');
      }
      return out;
    });
    wrong.push(...found.map((words) => `${address}: ${words}`));
    if (address === site.kinds.draw) assert.ok((await page.pdf({ format: 'A4', preferCSSPageSize: true })).length > 10_000);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(page.faults, []);
  await page.close();
});
