// Debian's Chromium for the tests, and pages that notice what must not happen.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { require } from './paths.mjs';

/** Flags with which it neither shows anything nor asks anybody anything. */
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Starts Chromium with a fresh profile. `close()` ends it and removes the profile. */
export async function launch({ executable = '/usr/bin/chromium', ...options } = {}) {
  const { chromium } = require('playwright-core');
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'choucha-chromium-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: executable, args: FLAGS, headless: true, ...options });
  return {
    context,
    async close() {
      await context.close();
      fs.rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A page of one origin, with all it must not do: `page.faults` lists console errors, exceptions, refused and foreign requests. */
export async function open(browser, origin, options = {}) {
  const page = await browser.context.newPage();
  if (options.viewport) await page.setViewportSize(options.viewport);
  page.faults = [];
  const fault = (kind, text) => {
    if (!(options.allow ?? []).some((pattern) => pattern.test(text))) page.faults.push(`${kind}: ${text}`);
  };
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && fault(message.type(), `${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => fault('exception', String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:') && !url.startsWith('blob:')) fault('foreign request', url);
  });
  return page;
}
