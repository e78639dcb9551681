// RFC 6962 trees: the head of leaves that stream by, and the head a path leads to.

import { leaf, node } from './sha256.js';

/** A tree's right edge: only the heads of its complete subtrees, 256 bits a level. */
export class Tree {
  constructor() {
    this.size = 0;
    this.heads = new Int32Array(8 * 54);
    this.carry = new Int32Array(8);
  }

  /** Adds the leaf of the data `bytes[from..to]`. */
  push(bytes, from, to) {
    leaf(bytes, from, to, this.carry, 0);
    let level = 0;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2, level++) {
      node(this.heads, level * 8, this.carry, 0, this.carry, 0);
    }
    this.heads.set(this.carry, level * 8);
    this.size++;
  }

  /** The tree head, eight words; of no leaves SHA-256(""). */
  root() {
    if (this.size === 0) return Uint32Array.of(
      0xe3b0c442, 0x98fc1c14, 0x9afbf4c8, 0x996fb924, 0x27ae41e4, 0x649b934c, 0xa495991b, 0x7852b855,
    );
    const out = new Int32Array(8);
    let begun = false;
    for (let level = 0, size = this.size; size > 0; size = Math.floor(size / 2), level++) {
      if (size % 2 === 0) continue;
      if (begun) node(this.heads, level * 8, out, 0, out, 0);
      else out.set(this.heads.subarray(level * 8, level * 8 + 8));
      begun = true;
    }
    return Uint32Array.from(out, (word) => word >>> 0);
  }
}

/** The head that an inclusion path leads to, leaf to root; `null` when the path has the wrong length. */
export function rootOfPath(leafWords, index, size, path) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  const head = Int32Array.from(leafWords);
  let [at, last] = [index, size - 1];
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node(sibling, 0, head, 0, head, 0);
      // Where the last node of a level has no sibling, it rises as it is.
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      node(head, 0, sibling, 0, head, 0);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? Uint32Array.from(head, (word) => word >>> 0) : null;
}
