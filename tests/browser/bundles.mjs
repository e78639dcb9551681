// Bundles in memory, to be tampered with, served and checked.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** SHA-256 of bytes or text, hexadecimal, by node. */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Byte order. */
export const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Canonical JSON, written anew here. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => `${JSON.stringify(key)}:${canonical(of)}`)}}`;
}

/** All levels of an RFC 6962 tree, leaves first; an odd last node rises as it is. */
export function levelsOf(rows) {
  const hash = (...parts) => {
    const digest = createHash('sha256');
    parts.forEach((part) => digest.update(part));
    return digest.digest();
  };
  const levels = [rows.map((row) => hash(Buffer.of(0), row))];
  for (let level = levels[0]; level.length > 1; levels.push(level)) {
    const below = level;
    level = [];
    for (let at = 0; at < below.length; at += 2) {
      level.push(at + 1 < below.length ? hash(Buffer.of(1), below[at], below[at + 1]) : below[at]);
    }
  }
  if (rows.length === 0) levels[0] = [hash()];
  return levels;
}

/** Head of a tree. */
export const treeHead = (rows) => levelsOf(rows).pop()[0].toString('hex');

/** Inclusion path of one leaf, leaf to root, digests in hexadecimal. */
export const pathIn = (levels, index) => levels.slice(0, -1)
  .map((level, height) => level[Math.floor(index / 2 ** height) ^ 1]?.toString('hex')).filter((one) => one !== undefined);

/** Files of one bundle by name. */
export class Bundle {
  constructor(files) {
    this.files = files;
  }

  /** Reads a folder; `log/` is not part of what SHA256SUMS lists. */
  static load(folder) {
    const files = new Map();
    for (const name of fs.readdirSync(folder, { recursive: true })) {
      const full = path.join(folder, name);
      if (fs.statSync(full).isFile() && !name.startsWith('log')) files.set(name.split(path.sep).join('/'), fs.readFileSync(full));
    }
    return new Bundle(files);
  }

  clone() {
    return new Bundle(new Map(this.files));
  }

  write(folder) {
    for (const [name, bytes] of this.files) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), bytes);
    }
    return folder;
  }

  /** What `check` reads from. Pieces are of odd lengths, so that lines and characters are broken. */
  site(piece = 4099) {
    const { files } = this;
    return {
      async open(name) {
        const bytes = files.get(name);
        if (!bytes) return null;
        return (async function* pieces() {
          for (let at = 0; at < bytes.length; at += piece) yield new Uint8Array(bytes.subarray(at, at + piece));
        }());
      },
    };
  }

  text(name) {
    return this.files.get(name).toString('utf8');
  }

  /** Lines without LF, the header first. */
  lines(name) {
    return this.text(name).split('\n').slice(0, -1);
  }

  /** Changes a file's lines and writes SHA256SUMS anew. */
  edit(name, change) {
    const lines = this.lines(name);
    const changed = change(lines) ?? lines;
    return this.put(name, changed.map((line) => `${line}\n`).join(''));
  }

  /** Changes the fields of one line (1 being the header); the fields must need no quotes. */
  field(name, line, column, value) {
    return this.edit(name, (lines) => {
      const fields = lines[line - 1].split(',');
      const at = lines[0].split(',').indexOf(column);
      fields[at] = typeof value === 'function' ? value(fields[at], fields) : value;
      lines[line - 1] = fields.join(',');
    });
  }

  /** Replaces a file and writes SHA256SUMS anew. */
  put(name, bytes) {
    this.files.set(name, Buffer.from(bytes));
    return this.seal();
  }

  json(name, change) {
    const value = JSON.parse(this.text(name));
    change(value);
    return this.put(name, canonical(value));
  }

  seal() {
    const names = [...this.files.keys()].filter((name) => name !== 'SHA256SUMS').sort(byBytes);
    this.files.set('SHA256SUMS', Buffer.from(names.map((name) => `${sha256(this.files.get(name))}  ${name}\n`).join('')));
    return this;
  }

  /** What the server is asked for about a company (COMPANY.md): what is required, and where it does not stand. */
  places(code) {
    const places = { code, frames: [], absent: [] };
    for (const { part } of this.plan.parts) {
      const rows = this.lines(`frames/${part}.csv`).slice(1);
      const levels = levelsOf(rows);
      const row = (index) => (rows[index] === undefined ? null : { row: rows[index], index, path: pathIn(levels, index) });
      const at = rows.findIndex((line) => line.split(',')[0] >= code);
      const index = at < 0 ? rows.length : at;
      if (rows[index]?.startsWith(`${code},`)) places.frames.push({ part, ...row(index) });
      else places.absent.push({ part, before: row(index - 1), after: row(index) });
    }
    return places;
  }

  get plan() {
    return JSON.parse(this.text('plan.json'));
  }

  /** Makes plan.json agree with the frames, roster and bars, as an office would that changes them after the fact. */
  refreeze(change = () => {}) {
    this.json('plan.json', (plan) => {
      for (const part of plan.parts) {
        const name = `frames/${part.part}.csv`;
        const rows = this.lines(name).slice(1);
        Object.assign(part, { rows: rows.length, sha256: sha256(this.files.get(name)), root: treeHead(rows), excluded: {} });
        for (const row of rows) {
          const reason = row.slice(row.lastIndexOf(',') + 1).trim();
          if (reason) part.excluded[reason] = (part.excluded[reason] ?? 0) + 1;
        }
      }
      for (const name of ['roster', 'barred']) {
        plan[name] = { rows: this.lines(`${name}.csv`).length - 1, sha256: sha256(this.files.get(`${name}.csv`)) };
      }
      change(plan);
    });
    return this;
  }

  /** Makes ceremony.json name this plan, and its seed. */
  rehold() {
    const p = sha256(this.files.get('plan.json'));
    return this.json('ceremony.json', (ceremony) => {
      const lines = ['choucha/1 seed', p, ...ceremony.contributions.map(({ source, value }) => `${source}=${value}`)];
      Object.assign(ceremony, { plan: p, seed: sha256(lines.map((line) => `${line}\n`).join('')) });
    });
  }
}
