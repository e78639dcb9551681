// The checks where they are used: in Chromium, under the portal's policy, with
// nothing but our own origin to ask.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { launch, open } from './browser.mjs';
import { Bundle, sha256 } from './bundles.mjs';
import { assets, choucha, demo, golden } from './paths.mjs';
import { TestServer } from './server.mjs';
import { TAMPERS } from './tampers.mjs';

const html = fs.readFileSync(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'demo.html'), 'utf8');
const server = new TestServer();
let browser;
let origin;
/** What the API says of a company: `choucha explain`; a test may bend it. */
let bend = (said) => said;
let explained = demo;

before(async () => {
  server.folder('/assets/', assets);
  server.folder('/demo/', demo);
  server.mount('/page', (_, url) => {
    const fill = (name) => url.searchParams.get(name);
    const body = html.replaceAll('{{lang}}', fill('lang') ?? 'zh').replaceAll('{{bundle}}', fill('bundle'));
    // Plain files have nobody behind them to ask.
    return { type: 'text/html; charset=utf-8', body: fill('plain') === null ? body : body.replace(' data-api="/api/v1"', '') };
  });
  server.mount('/api/v1/draws/', (rest) => {
    const [, serial, code] = /^(\d+)\/companies\/(.+)$/.exec(rest) ?? [];
    const { serial: own } = JSON.parse(fs.readFileSync(path.join(explained, 'plan.json'), 'utf8'));
    if (Number(serial) !== own) return null;
    const said = JSON.parse(execFileSync(choucha, ['explain', explained, decodeURIComponent(code), '--json'])).result;
    const bent = bend(said);
    return bent === null ? null : { type: 'application/json', body: JSON.stringify(bent) };
  });
  origin = await server.listen();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server.close();
});

async function page(bundle, { lang = 'zh', plain = false, ...options } = {}) {
  const opened = await open(browser, origin, options);
  await opened.goto(`${origin}/page?lang=${lang}&bundle=${encodeURIComponent(bundle)}${plain ? '&plain=1' : ''}`);
  return opened;
}

/** Presses the button, waits for the verdict. */
async function verdict(opened) {
  await opened.click('[data-check-start]');
  return result(opened, '[data-check]');
}

async function result(opened, root) {
  const found = opened.locator(`${root}[data-verdict]`);
  await found.waitFor({ timeout: 60_000 });
  const { tone, verdict: status, code } = await found.evaluate(({ dataset }) => ({ ...dataset }));
  const [said, list] = await Promise.all(['status', 'result'].map((part) => found.locator(`[data-check-${part}]`).innerText()));
  return { tone, status, code, said, text: `${said}\n${list}` };
}

const NOT_FOUND = /Failed to load resource.*404/;

test('the untouched bundle holds, in Chinese and English', async () => {
  const sums = sha256(fs.readFileSync(path.join(demo, 'SHA256SUMS')));
  server.folder(`/bundles/${sums}/`, demo);
  for (const [lang, words] of [['zh', /成立/], ['en', /It holds/]]) {
    const opened = await page(`/bundles/${sums}/`, { lang });
    assert.equal(await opened.locator('[data-check-result]:visible').count(), 0);
    const found = await verdict(opened);
    assert.deepEqual([found.tone, found.status], ['holds', 'holds'], found.text);
    assert.match(found.text, words);
    assert.match(found.text, /choucha verify/);
    assert.match(found.said, words, 'told to screen readers');
    assert.match(found.text, new RegExp(sha256(fs.readFileSync(path.join(demo, 'plan.json')))));
    assert.ok(found.text.includes(sums));
    assert.deepEqual(opened.faults, []);
    await opened.close();
  }
});

test('a bundle at the address of another is refused', async () => {
  const known = sha256('another');
  server.bundle(`/bundles/${known}/`, Bundle.load(path.join(golden, 'plain')));
  const opened = await page(`/bundles/${known}/`);
  const found = await verdict(opened);
  assert.deepEqual([found.tone, found.code], ['refused', 'check-address']);
  await opened.close();
});

test('tampered bundles are refused, each for its reason and with its file', async () => {
  const opened = await page('/none/', { allow: [NOT_FOUND] });
  for (const [index, { name, from = 'plain', edit, code, file, loose }] of TAMPERS.entries()) {
    const bundle = Bundle.load(path.join(golden, from));
    edit(bundle);
    server.bundle(`/tampered/${index}/`, bundle);
    await opened.goto(`${origin}/page?bundle=/tampered/${index}/`);
    const found = await verdict(opened);
    assert.equal(found.status, 'refused', `${name}: ${found.text}`);
    if (!loose) assert.equal(found.code, code, name);
    assert.ok(found.text.includes(file), `${name}: ${found.text}`);
    assert.match(found.text, /不成立/);
    assert.match(found.text, /违反协议第\d节/);
  }
  assert.deepEqual(opened.faults, []);
  await opened.close();
});

test('the keyboard alone: start, stop, start again', async () => {
  let held;
  const release = new Promise((resolve) => {
    held = resolve;
  });
  const bundle = Bundle.load(path.join(golden, 'plain'));
  let slow = true;
  server.mount('/slow/', async (rest) => {
    if (slow && rest === 'frames/p3.csv') await release;
    return bundle.files.get(rest) ?? null;
  });
  const opened = await page('/slow/');
  await opened.keyboard.press('Tab');
  assert.ok(await opened.locator('[data-check-start]').evaluate((element) => element === document.activeElement));
  await opened.keyboard.press('Enter');
  await opened.waitForFunction(() => document.querySelector('[data-check-status]').textContent.includes('抽样框'));
  assert.ok(await opened.locator('[data-check] progress').isVisible());
  assert.ok(await opened.locator('[data-check] progress').getAttribute('aria-label'));
  assert.equal(await opened.locator('[data-check] [data-check-result]').getAttribute('aria-busy'), 'true');
  await opened.keyboard.press('Enter');
  const stopped = await result(opened, '[data-check]');
  assert.equal(stopped.status, 'stopped');
  assert.ok(await opened.locator('[data-check-start]').evaluate((element) => element === document.activeElement), 'focus stays');
  slow = false;
  held();
  await opened.keyboard.press('Enter');
  await opened.locator('[data-check][data-verdict=holds]').waitFor();
  assert.deepEqual(opened.faults, []);
  await opened.close();
});

test('a double click starts one check and does not stop it', async () => {
  server.folder('/plain/', path.join(golden, 'plain'));
  const opened = await page('/plain/');
  await opened.dblclick('[data-check-start]');
  assert.equal((await result(opened, '[data-check]')).status, 'holds');
  await opened.close();
});

test('a server that fails or breaks off gives no verdict, and says so', async () => {
  const bundle = Bundle.load(path.join(golden, 'plain'));
  server.mount('/failing/', (rest) => (rest === 'visits.csv' ? { status: 503, body: 'later' } : bundle.files.get(rest) ?? null));
  server.mount('/broken/', (rest) => (rest === 'frames/p1.csv'
    ? { body: bundle.files.get(rest).subarray(0, 5000), headers: { 'content-length': 20_000 } } : bundle.files.get(rest) ?? null));
  server.mount('/gateway/', () => ({ type: 'text/html; charset=utf-8', body: '<title>请先登录</title>' }));
  for (const [base, file] of [['/failing/', 'visits.csv'], ['/broken/', 'frames/p1.csv'], ['/gateway/', 'SHA256SUMS'], ['/gone/', 'SHA256SUMS']]) {
    const opened = await page(base, { allow: [/Failed to load resource|ERR_/] });
    if (base === '/broken/') setTimeout(() => server.http.closeAllConnections(), 1500);
    const found = await verdict(opened);
    assert.deepEqual([found.tone, found.status], ['open', 'unavailable'], found.text);
    assert.ok(found.text.includes(file));
    await opened.close();
  }
});

test('a sealed draw whose files are not out yet is no fault', async () => {
  const bundle = Bundle.load(path.join(golden, 'sealed'));
  for (const name of bundle.files.keys()) if (!['SHA256SUMS', 'plan.json'].includes(name)) bundle.files.delete(name);
  server.bundle('/sealed/', bundle);
  const opened = await page('/sealed/', { allow: [NOT_FOUND] });
  const found = await verdict(opened);
  assert.deepEqual([found.tone, found.status], ['open', 'sealed'], found.text);
  await opened.close();
});

test('without module workers the page checks by itself', async () => {
  const opened = await open(browser, origin);
  await opened.addInitScript(() => {
    delete globalThis.Worker;
  });
  await opened.goto(`${origin}/page?bundle=/plain/`);
  assert.equal((await verdict(opened)).status, 'holds');
  assert.deepEqual(opened.faults, []);
  await opened.close();
});

test('without scripts the section is text, and no dead button', async () => {
  const plain = await launch({ javaScriptEnabled: false });
  const opened = await open(plain, origin);
  await opened.goto(`${origin}/page?bundle=/plain/`);
  assert.equal(await opened.locator('[data-check] button').count(), 0);
  assert.ok(await opened.locator('text=sha256sum').isVisible());
  await plain.close();
});

test('the policy holds in these tests: no inline script, no other origin', async () => {
  const opened = await page('/plain/');
  await opened.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inline = true';
    document.head.append(script);
  });
  assert.equal(await opened.evaluate(() => globalThis.inline), undefined);
  assert.equal(await opened.evaluate(() => fetch('http://127.0.0.2:9/').then(() => 'reached', () => 'refused')), 'refused');
  assert.ok(opened.faults.length >= 2, 'and both are noticed');
  await opened.close();
});

// One company.

async function asked(opened, code) {
  await opened.fill('#code', code);
  await opened.keyboard.press('Enter');
  return result(opened, 'form');
}

/** Codes of the demo by what became of them. */
function companies(folder) {
  const rows = (name) => fs.readFileSync(path.join(folder, name), 'utf8').split('\n').slice(1, -1).map((line) => line.split(','));
  const plan = JSON.parse(fs.readFileSync(path.join(folder, 'plan.json'), 'utf8'));
  const listed = new Map();
  for (const row of rows('draw.csv')) listed.set(row[3], [...(listed.get(row[3]) ?? []), row[5]]);
  const seen = new Map();
  for (const { part } of plan.parts) {
    for (const row of rows(`frames/${part}.csv`)) seen.set(row[0], [...(seen.get(row[0]) ?? []), row.at(-1)]);
  }
  const find = (admits) => [...seen].find(([code, excluded]) => admits(excluded, listed.get(code) ?? []))?.[0];
  return {
    drawn: find((_, outcomes) => outcomes.includes('selected')),
    reserve: find((_, outcomes) => outcomes.length > 0 && !outcomes.includes('selected')),
    not: find((excluded, outcomes) => excluded.every((one) => one === '') && outcomes.length === 0),
    excluded: find((excluded, outcomes) => excluded.every((one) => one !== '') && outcomes.length === 0),
  };
}

test('one company: drawn, reserve, not drawn, excluded, unknown, no code', async () => {
  explained = demo;
  const known = companies(demo);
  const opened = await page('/demo/', { allow: [NOT_FOUND] });
  const before = server.requests.length;
  const drawn = await asked(opened, ` ${known.drawn.toLowerCase()} `);
  assert.deepEqual([drawn.tone, drawn.status], ['holds', 'holds'], drawn.text);
  assert.match(drawn.text, /抽中了/);
  assert.match(drawn.text, new RegExp(`${known.drawn}' \\| sha256sum`));
  assert.ok(!server.requests.slice(before).some((one) => one.includes('/frames/')), 'no frame is downloaded');
  for (const [kind, words] of [['reserve', /列为备选/], ['not', /没有抽中/], ['excluded', /这次不能抽它/]]) {
    const found = await asked(opened, known[kind]);
    assert.deepEqual([found.status, found.tone], ['holds', 'holds'], `${kind}: ${found.text}`);
    assert.match(found.text, words, kind);
  }
  const unknown = await asked(opened, '91110000MA00000000');
  assert.deepEqual([unknown.status, unknown.tone], ['absent', 'holds'], unknown.text);
  assert.match(unknown.text, /核对成立.*不在这次抽取/);
  for (const without of [() => null, ({ absent, ...said }) => said]) {
    bend = without;
    const unproven = await asked(opened, '91110000MA00000001');
    assert.deepEqual([unproven.status, unproven.tone], ['absent', 'open']);
    assert.match(unproven.text, /没有给出证明/);
  }
  // What is required is enough.
  bend = ({ code }) => Bundle.load(demo).places(code);
  assert.equal((await asked(opened, known.drawn)).status, 'holds');
  bend = (said) => said;
  assert.equal((await asked(opened, '不是代码！')).status, 'no-code');
  assert.deepEqual(opened.faults, []);
  await opened.close();
});

test('one company: what the server says falsely is found out', async () => {
  explained = path.join(golden, 'amended');
  server.folder('/amended/', explained);
  const known = companies(explained);
  const opened = await page('/amended/');
  const hex = (digest) => (digest[0] === '0' ? '1' : '0') + digest.slice(1);
  const frame = (change) => (said) => {
    change(said.frames[0]);
    return said;
  };
  // Shows the rows around a company as if it were not between them.
  const hidden = (said, code) => {
    const bundle = Bundle.load(explained);
    const { part, index } = bundle.places(code).frames[0];
    const around = [-1, 1].map((step) => {
      const line = bundle.lines(`frames/${part}.csv`)[index + 1 + step];
      const [row] = bundle.places(line.split(',')[0]).frames.filter((own) => own.part === part);
      return row;
    });
    return {
      ...said,
      frames: said.frames.filter((own) => own.part !== part),
      absent: [{ part, before: around[0], after: around[1] }, ...said.absent.filter((own) => own.part !== part)],
    };
  };
  const lies = [
    ['path altered', known.drawn, frame((f) => { f.path[1] = hex(f.path[1]); }), 'check-path'],
    ['path cut', known.drawn, frame((f) => { f.path.pop(); }), 'check-path'],
    ['another index', known.drawn, frame((f) => { f.index += 2; }), 'check-path'],
    ['row altered', known.not, frame((f) => { f.row = f.row.replace(/,$/, ',cap-reached'); }), 'check-path'],
    ['another\'s row', known.not, (said) => {
      const other = JSON.parse(execFileSync(choucha, ['explain', explained, known.drawn, '--json'])).result;
      return { ...other, code: said.code, name: said.name, ticket: said.ticket };
    }, 'check-other-row'],
    ['another ticket', known.not, (said) => ({ ...said, ticket: hex(said.ticket) }), 'check-claim'],
    ['another outcome', known.not, frame((f) => { f.outcome = 'selected'; }), 'check-claim'],
    ['another cut-off', known.not, frame((f) => { f.cutoff = hex(f.cutoff); }), 'check-claim'],
    ['an invented visit', known.not, (said) => ({ ...said, visit: 1 }), 'check-claim'],
    ['hidden from a frame', known.drawn, (said) => hidden(said, known.drawn), 'check-gap'],
    ['hidden, the gap\'s path bent', known.drawn, (said) => {
      const lie = hidden(said, known.drawn);
      lie.absent[0].after.index -= 1;
      return lie;
    }, 'check-path'],
    ['another\'s gap', '91110000MA00000000', (said) => {
      const { part, before, after } = hidden(said, known.drawn).absent[0];
      return { ...said, absent: said.absent.map((one) => (one.part === part ? { part, before, after } : one)) };
    }, 'check-gap'],
    ['neighbours from elsewhere', '91110000MA00000000', (said) => {
      const bundle = Bundle.load(explained);
      const [gap] = said.absent;
      const rowAt = (index) => {
        const line = bundle.lines(`frames/${gap.part}.csv`)[index + 1];
        return bundle.places(line.split(',')[0]).frames.find((own) => own.part === gap.part);
      };
      Object.assign(gap, { before: rowAt(5), after: rowAt(6) });
      return said;
    }, 'check-gap-order'],
    ['a gap at an end that is none', '91110000MA00000000', (said) => {
      said.absent[0].before = null;
      said.absent[0].after = Bundle.load(explained).places(known.not).frames[0];
      return said;
    }, 'check-gap'],
    ['no row', known.drawn, frame((f) => { delete f.row; }), 'json-malformed'],
    ['a strange part', known.drawn, frame((f) => { f.part = 'p77'; }), 'json-malformed'],
    ['not a document', known.drawn, () => ({ frames: 7 }), 'json-malformed'],
  ];
  for (const [name, code, change, expected] of lies) {
    bend = change;
    const found = await asked(opened, code);
    assert.deepEqual([found.status, found.code], ['refused', expected], `${name}: ${found.text}`);
  }
  bend = (said) => said;
  assert.deepEqual(opened.faults, []);
  await opened.close();
});

test('one company: rows left out for their names are read from the bundle', async () => {
  explained = path.join(golden, 'amended');
  server.folder('/amended/', explained);
  const known = companies(explained);
  const opened = await page('/amended/');
  const leaveOut = (said, shift = 0) => {
    const places = [...said.frames, ...said.absent.flatMap(({ before, after }) => [before, after])].filter(Boolean);
    for (const place of places) Object.assign(place, { row: null, offset: place.offset + shift });
    return said;
  };
  bend = leaveOut;
  const before = server.requests.length;
  const drawn = await asked(opened, known.drawn);
  assert.deepEqual([drawn.tone, drawn.status], ['holds', 'holds'], drawn.text);
  assert.ok(server.requests.slice(before).some((one) => one.includes('/frames/')));
  const unknown = await asked(opened, '91110000MA00000000');
  assert.deepEqual([unknown.tone, unknown.status], ['holds', 'absent'], unknown.text);
  bend = (said) => leaveOut(said, 1);
  const shifted = await asked(opened, known.drawn);
  assert.deepEqual([shifted.status, shifted.code], ['refused', 'check-path'], shifted.text);
  bend = (said) => said;
  assert.deepEqual(opened.faults, []);
  await opened.close();
});

test('one company among plain files: the frames themselves tell, and prove who is in none', async () => {
  const folder = path.join(golden, 'amended');
  server.folder('/amended/', folder);
  const known = companies(folder);
  for (const [lang, absent] of [['zh', /核对成立.*不在这次抽取.*逐行读完/], ['en', /Checked.*in none.*read row by row/]]) {
    const opened = await page('/amended/', { lang, plain: true });
    const before = server.requests.length;
    for (const kind of ['drawn', 'reserve', 'not', 'excluded']) {
      if (known[kind] === undefined) continue;
      const found = await asked(opened, known[kind]);
      assert.deepEqual([found.status, found.tone], ['holds', 'holds'], `${kind}: ${found.text}`);
    }
    const unknown = await asked(opened, '91110000MA00000000');
    assert.deepEqual([unknown.status, unknown.tone], ['absent', 'holds'], unknown.text);
    assert.match(unknown.text, absent);
    const requests = server.requests.slice(before);
    assert.ok(!requests.some((one) => one.startsWith('/api/')) && requests.some((one) => one.includes('/frames/')));
    assert.deepEqual(opened.faults, []);
    await opened.close();
  }
  // A frame without the row is not the one that was frozen, whatever SHA256SUMS says.
  for (const resum of [false, true]) {
    const bundle = Bundle.load(folder);
    const { part } = bundle.places(known.not).frames[0];
    const name = `frames/${part}.csv`;
    const without = bundle.text(name).split('\n').filter((line) => !line.startsWith(`${known.not},`)).join('\n');
    if (resum) bundle.put(name, without);
    else bundle.files.set(name, Buffer.from(without));
    server.bundle(`/hidden-${resum}/`, bundle);
    const opened = await page(`/hidden-${resum}/`, { plain: true });
    const found = await asked(opened, known.not);
    assert.equal(found.status, 'refused', found.text);
    assert.ok(['checker-digest', 'checker-frame-digest'].includes(found.code), found.text);
    await opened.close();
  }
});

test('one company in a draw that dropped it: the cut-off tells', async () => {
  explained = path.join(golden, 'plain');
  const bundle = Bundle.load(explained);
  TAMPERS.find(({ name }) => name.startsWith('somebody eligible passed over')).edit(bundle);
  server.bundle('/dropped/', bundle);
  const dropped = Bundle.load(explained).lines('draw.csv').map((line) => line.split(',')[3])
    .find((code) => !bundle.text('draw.csv').includes(code));
  const opened = await page('/dropped/');
  const found = await asked(opened, dropped);
  assert.deepEqual([found.status, found.code], ['refused', 'checker-draw-omits'], found.text);
  await opened.close();
});

test('companies of amended draws: given up, and substitutes', async () => {
  explained = path.join(golden, 'amended');
  const bundle = Bundle.load(explained);
  const acts = bundle.lines('amendments.csv').map((line) => line.split(',')).filter((row) => row[1] === 'substitute');
  const opened = await page('/amended/');
  const gone = await asked(opened, acts[0][5]);
  assert.equal(gone.status, 'holds', gone.text);
  assert.match(gone.text, /已经放弃/);
  const visits = bundle.text('visits.csv');
  const brought = acts.find((row) => row[6] !== '' && !visits.includes(row[6]));
  const found = await asked(opened, brought[6]);
  assert.equal(found.status, 'holds', found.text);
  assert.match(found.text, /作为备选接替/);
  assert.deepEqual(opened.faults, []);
  await opened.close();
});
