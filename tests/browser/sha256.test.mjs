// The page's SHA-256 and hash tree against node's and against vectors made elsewhere.

import assert from 'node:assert/strict';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { levelsOf, pathIn } from './bundles.mjs';
import { served, vectors } from './paths.mjs';

const {
  Sha256, Tickets, VECTORS, hexOf, leaf, node, ofLines, secondOpinion, selfTest, sha256, wordsOf,
} = await served('sha256.js');
const { Tree, rootOfPath } = await served('merkle.js');
const theirs = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('the values of FIPS 180-4', () => {
  assert.ok(selfTest());
  for (const [message, digest] of VECTORS) assert.equal(sha256(Buffer.from(message)), digest);
  const million = new Sha256();
  for (let i = 0; i < 1000; i++) million.update(Buffer.alloc(1000, 'a'));
  assert.equal(million.hex(), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
});

test('every length around the blocks, whole and in pieces', async () => {
  for (let length = 0; length <= 300; length++) {
    const bytes = randomBytes(length);
    assert.equal(sha256(bytes), theirs(bytes), `${length} bytes`);
    const pieces = new Sha256();
    for (let at = 0; at < length;) {
      const piece = randomInt(1, 90);
      pieces.update(bytes.subarray(at, at + piece));
      assert.equal(pieces.hex(), theirs(bytes.subarray(0, at + piece)), 'asking does not disturb');
      at += piece;
    }
    assert.equal(pieces.hex(), theirs(bytes));
    if (globalThis.crypto?.subtle) assert.equal(await secondOpinion(bytes), theirs(bytes));
  }
  const large = randomBytes(3_000_017);
  assert.equal(sha256(large), theirs(large));
});

test('tickets, leaves and nodes are plain hashes', () => {
  const seed = theirs('seed');
  const tickets = new Tickets(seed);
  for (let length = 1; length <= 54; length++) {
    const code = 'Z9-'.repeat(18).slice(0, length);
    const bytes = Buffer.from(`xx${code},`);
    assert.equal(hexOf(tickets.of(bytes, 2, 2 + length)), theirs(`${seed}:${code}`));
  }
  const out = new Int32Array(24);
  for (const length of [0, 1, 54, 55, 56, 62, 63, 64, 65, 118, 119, 120, 128, 5000]) {
    const data = randomBytes(length);
    leaf(data, 0, length, out, 8);
    assert.equal(hexOf(out, 8), theirs(Buffer.concat([Buffer.of(0), data])), `${length} bytes`);
  }
  for (let i = 0; i < 50; i++) {
    const [left, right] = [randomBytes(32), randomBytes(32)];
    node(wordsOf(left.toString('hex')), 0, wordsOf(right.toString('hex')), 0, out, 0);
    assert.equal(hexOf(out, 0), theirs(Buffer.concat([Buffer.of(1), left, right])));
  }
  assert.equal(ofLines('a', '大河'), theirs('a\n大河\n'));
});

test('trees of every small size, streamed, and every path in them', () => {
  for (let size = 0; size <= 70; size++) {
    const rows = Array.from({ length: size }, (_, i) => `row ${i}`);
    const tree = new Tree();
    for (const row of rows) tree.push(Buffer.from(row), 0, row.length);
    const root = treeHead(rows).toString('hex');
    const levels = levelsOf(rows);
    assert.equal(levels[levels.length - 1][0].toString('hex'), root);
    assert.equal(hexOf(tree.root()), root, `${size} leaves`);
    for (let index = 0; index < size; index++) {
      const path = pathIn(levels, index).map((digest) => wordsOf(digest));
      const data = Buffer.from(rows[index]);
      const own = new Uint32Array(8);
      leaf(data, 0, data.length, own, 0);
      assert.equal(hexOf(rootOfPath(own, index, size, path)), root);
      assert.equal(rootOfPath(own, size, size, path), null);
      if (path.length > 0) {
        assert.equal(rootOfPath(own, index, size, path.slice(1)), null);
        assert.notEqual(hexOf(rootOfPath(own, index ^ 1, size, path) ?? new Uint32Array(8)), root);
      }
      assert.equal(rootOfPath(own, index, size, [...path, wordsOf(root)]), null);
    }
  }
});

/** Head of an RFC 6962 tree, by its recursive definition. */
function treeHead(leaves) {
  const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 0) return hash(Buffer.alloc(0));
  if (leaves.length === 1) return hash(Buffer.of(0), Buffer.from(leaves[0]));
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return hash(Buffer.of(1), treeHead(leaves.slice(0, split)), treeHead(leaves.slice(split)));
}

test('inclusion proofs made elsewhere, right and wrong ones', { skip: !fs.existsSync(vectors) && 'no vectors beside the project' }, () => {
  let count = 0;
  for (const name of fs.readdirSync(vectors, { recursive: true })) {
    if (!name.endsWith('.json')) continue;
    const found = JSON.parse(fs.readFileSync(path.join(vectors, name), 'utf8'));
    const hex = (value) => Buffer.from(value ?? '', 'base64').toString('hex');
    const digests = [hex(found.leafHash), hex(found.root), ...(found.proof ?? []).map(hex)];
    const sized = digests.every((digest) => digest.length === 64);
    const got = sized ? rootOfPath(wordsOf(digests[0]), found.leafIdx, found.treeSize, digests.slice(2).map((one) => wordsOf(one))) : null;
    assert.equal(got !== null && hexOf(got) === digests[1], !found.wantErr, name);
    count++;
  }
  assert.ok(count > 80);
});
