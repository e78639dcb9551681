// The portal by keyboard alone, and as a screen reader is told it.

import assert from 'node:assert/strict';
import test from 'node:test';

import { open } from './browser.mjs';
import { english, visit } from './portal.mjs';

const site = visit();

/** What has the focus, as somebody at the keyboard sees it; null where nothing has. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const { outlineStyle, outlineWidth, visibility } = getComputedStyle(element);
  const all = [...document.querySelectorAll('*')];
  return {
    name: `${element.tagName.toLowerCase()} ${(element.textContent || element.name || '').trim().slice(0, 40)}`,
    at: all.indexOf(element),
    row: all.indexOf(element.closest('tr')),
    top: top + scrollY,
    bottom: bottom + scrollY,
    seen: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && bottom - top > 1 && visibility === 'visible',
    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
  };
}

/** How many places there are to stop at. */
const stops = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' && one.checkVisibility()).length;

test('tabbing goes through everything, in the order it is read, and is seen', { timeout: 600_000 }, async () => {
  const wrong = [];
  const left = Object.entries(site.kinds).flatMap(([kind, address], at) => [[address, 360], [at % 2 ? address : english(address), 1440]]);
  await Promise.all([1, 2].map(async () => {
    const page = await open(site.browser, site.origin);
    for (let next = left.shift(); next; next = left.shift()) {
      const [address, width] = next;
      const fault = (words) => wrong.push(`${address} at ${width}: ${words}`);
      await page.setViewportSize({ width, height: 900 });
      await page.goto(site.origin + address);
      await page.waitForLoadState('networkidle');
      const expected = await page.evaluate(stops);
      const been = [];
      for (let presses = 0; presses <= expected; presses += 1) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(focused);
        // Past the end the browser may begin anew.
        if (stop === null || stop.at === been[0]?.at) break;
        been.push(stop);
      }
      if (been.length !== expected) fault(`${been.length} stops of ${expected}, the last is ${been.at(-1)?.name}`);
      if (been[0]?.top !== 0 || !been[0]?.seen) fault('the way past the navigation does not come first');
      for (const [at, stop] of been.entries()) {
        const before = been[at - 1];
        if (!stop.ring) fault(`no ring around ${stop.name}`);
        if (!stop.seen) fault(`out of sight: ${stop.name}`);
        if (before && stop.at <= before.at) fault(`${stop.name} follows ${before.name}`);
        // Within a row of a table one reads cell by cell.
        const same = before && stop.row >= 0 && stop.row === before.row;
        if (before && at > 1 && !same && stop.bottom <= before.top) fault(`${stop.name} stands above ${before.name}`);
      }
    }
    assert.deepEqual(page.faults, []);
    await page.close();
  }));
  assert.deepEqual(wrong, []);
});

test('the way past the navigation leads into the text', async () => {
  const page = await open(site.browser, site.origin);
  await page.goto(`${site.origin}/results`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  await page.close();
});

test('a list is narrowed down by keyboard alone', async () => {
  const page = await open(site.browser, site.origin);
  await page.goto(`${site.origin}/en/results`);
  const on = (id) => page.evaluate((wanted) => document.activeElement.id === wanted, id);
  for (let presses = 0; presses < 40 && !await on('f-problem'); presses += 1) await page.keyboard.press('Tab');
  assert.ok(await on('f-problem'));
  assert.equal(await page.evaluate(() => document.activeElement.labels[0].textContent), 'Problem found');
  await page.keyboard.press('ArrowDown');
  const chosen = await page.evaluate(() => document.activeElement.value);
  assert.notEqual(chosen, '');
  for (let presses = 0; presses < 20 && !await page.evaluate(() => document.activeElement.matches('.filters button')); presses += 1) {
    await page.keyboard.press('Tab');
  }
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(new URL(page.url()).searchParams.get('problem'), chosen);
  assert.match(await page.locator('main').innerText(), /Showing only\s+Problem found: /);
  await page.close();
});

/** Keeps what the page says aloud: the words of its live regions, each time they change. */
function listen() {
  globalThis.said = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target).closest('[aria-live], [role=status]');
      const words = region?.textContent.trim();
      if (words && globalThis.said.at(-1) !== words) globalThis.said.push(words);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

test('the check is started, told and stopped by keyboard', { timeout: 300_000 }, async () => {
  const page = await open(site.browser, site.origin);
  await page.goto(`${site.origin}/en/draws/1`);
  const button = page.locator('[data-check] button');
  await button.waitFor();
  await page.evaluate(listen);
  await button.focus();
  await page.keyboard.press('Enter');
  assert.equal(await button.innerText(), 'Stop');
  const tree = await page.locator('[data-check]').ariaSnapshot();
  assert.match(tree, /progressbar "Progress of the check"/);
  await page.keyboard.press('Enter');
  await page.locator('[data-check][data-verdict=stopped]').waitFor();
  await page.keyboard.press('Space');
  await page.locator('[data-check][data-verdict=holds]').waitFor({ timeout: 240_000 });
  // Whoever pressed the button is where he was, and was told each step and the end.
  assert.ok(await button.evaluate((own) => own === document.activeElement));
  const said = await page.evaluate(() => globalThis.said);
  assert.ok(said.some((words) => words.includes('Stopped')), said.join('\n'));
  assert.ok(said.some((words) => words.startsWith('Recomputing the tickets')), said.join('\n'));
  assert.match(said.at(-1), /It holds/);
  // Told once a step, not at every hundredth.
  assert.ok(said.length < 30, said.join('\n'));
  assert.match(await page.locator('[data-check]').ariaSnapshot(), /status:[^]*It holds/);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a company checks itself on its own page', { timeout: 120_000 }, async () => {
  const page = await open(site.browser, site.origin);
  await page.goto(site.origin + site.kinds.company);
  const button = page.locator('form[data-check-company] button');
  await button.waitFor();
  await page.evaluate(listen);
  await button.focus();
  await page.keyboard.press('Enter');
  await page.locator('form[data-check-company][data-verdict=holds]').waitFor({ timeout: 60_000 });
  assert.match(await page.evaluate(() => globalThis.said.at(-1)), /核对成立：抽中了/);
  const levels = await page.evaluate(() => [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map((one) => Number(one.tagName[1])));
  assert.ok(levels.every((level, at) => at === 0 || level <= levels[at - 1] + 1), levels.join(' '));
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('what is wrong with a message has the focus', async () => {
  const page = await open(site.browser, site.origin, { allow: [/400/] });
  await page.goto(`${site.origin}/en/feedback?matter=objection`);
  await page.fill('#s-text', 'It was closed that day.');
  // The form takes nothing in that was filled in faster than anybody types.
  await page.waitForTimeout(4000);
  await Promise.all([page.waitForNavigation(), page.click('form.sheet button')]);
  const alert = page.locator('[role=alert]');
  assert.ok(await alert.evaluate((own) => own === document.activeElement), await page.locator('main').innerText());
  assert.equal(await page.inputValue('#s-text'), 'It was closed that day.');
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('landmarks, headings and tables are told apart by name', { timeout: 300_000 }, async () => {
  const page = await open(site.browser, site.origin);
  const wrong = [];
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [kind, address] of Object.entries(site.kinds)) {
      await page.goto(site.origin + address);
      const cdp = await page.context().newCDPSession(page);
      const { nodes } = await cdp.send('Accessibility.getFullAXTree');
      await cdp.detach();
      const shown = nodes.filter((node) => !node.ignored);
      const of = (role) => shown.filter((node) => node.role?.value === role).map((node) => node.name?.value ?? '');
      const fault = (words) => wrong.push(`${kind} at ${width}: ${words}`);
      for (const role of ['main', 'banner', 'contentinfo']) if (of(role).length !== 1) fault(`${of(role).length} ${role}`);
      for (const role of ['navigation', 'table']) {
        const names = of(role);
        if (names.includes('')) fault(`a ${role} without a name`);
        if (role === 'navigation' && new Set(names).size !== names.length) fault(`navigations of one name: ${names}`);
      }
      const tables = await page.evaluate(() => [...document.querySelectorAll('main table')].filter((one) => one.checkVisibility()).length);
      if (of('table').length !== tables) fault(`${of('table').length} of ${tables} tables are told`);
      for (const role of ['link', 'button', 'textbox', 'searchbox', 'combobox', 'image', 'form']) {
        if (of(role).includes('')) fault(`a ${role} without a name`);
      }
      const levels = await page.evaluate(() => [...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1])));
      if (levels.filter((level) => level === 1).length !== 1) fault('not one heading of the first level');
      if (levels.some((level, at) => at > 0 && level > levels[at - 1] + 1)) fault(`levels ${levels}`);
    }
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test('every chart is a table of the same figures', async () => {
  const page = await open(site.browser, site.origin);
  for (const address of [site.kinds.home, site.kinds.plan, site.kinds.draw, site.kinds.strata]) {
    await page.goto(site.origin + address);
    const { bars, plots, images } = await page.evaluate(() => {
      const number = (element) => Number(element.textContent.replace(/,/g, ''));
      const bars = [...document.querySelectorAll('table.bars')].map((table) => [...table.tBodies[0].rows].map((row) => ({
        values: [...row.querySelectorAll('.number')].map(number),
        widths: [...row.querySelectorAll('rect')].map((rect) => Number(rect.getAttribute('width'))),
      })));
      const plots = [...document.querySelectorAll('figure.plot')].map((figure) => ({
        label: figure.querySelector('svg').getAttribute('aria-label'),
        // One column of the picture for each class that holds anything.
        drawn: figure.querySelector('.rest').getAttribute('d').split('M').length - 1,
        rows: [...figure.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map(number)),
      }));
      return { bars, plots, images: [...document.querySelectorAll('main svg')].length };
    });
    assert.equal(bars.flat().length + plots.length, images, address);
    for (const rows of bars) {
      const most = Math.max(...rows.map(({ values }) => values[0]), 1);
      for (const { values, widths } of rows) {
        values.forEach((value, at) => value > 0 && assert.ok(Math.abs(widths[at] - (10_000 * value) / most) <= 51, `${address}: ${values} as ${widths}`));
      }
    }
    for (const { label, drawn, rows } of plots) {
      assert.equal(rows.length, 64);
      assert.equal(rows.filter(([all]) => all > 0).length, drawn);
      const [all, selected] = [0, 1].map((at) => rows.reduce((sum, row) => sum + row[at], 0));
      const told = [...label.replace(/,/g, '').matchAll(/(\d+) 户/g)].map(([, count]) => Number(count));
      assert.deepEqual(told, [all, selected], label);
    }
  }
  await page.close();
});
