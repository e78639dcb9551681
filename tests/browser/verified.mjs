// What `choucha verify` says of a bundle in memory.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { choucha } from './paths.mjs';

/** What `choucha verify` finds: its verdict or its fault. */
export async function verified(bundle) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'choucha-bundle-'));
  try {
    bundle.write(folder);
    const said = await new Promise((resolve) => {
      execFile(choucha, ['verify', folder, '--json'], { maxBuffer: 1 << 26 }, (_, out) => resolve(JSON.parse(out)));
    });
    if (said.result) return said.result;
    const { id, args } = said.error;
    if (!id.startsWith('checker-fault')) return { fault: { code: id } };
    return { fault: { code: args.reason.id, file: args.file, line: args.line ? Number(args.line) : null, rule: args.section, args: args.reason.args } };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Arguments as texts, since numbers and texts are told alike. */
export const texts = (args) => Object.fromEntries(Object.entries(args ?? {}).map(([name, value]) => [name, String(value)]));
