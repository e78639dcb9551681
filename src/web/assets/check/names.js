// A code that stands in several frames has one name and one area (protocol
// §1). Frames come one after the other, each in byte order of codes, so that
// what is known so far is merged with the next as it streams by: the beginnings
// of lines, `code,name,area`, in one array of bytes, since they have but one spelling.

import { room } from './lines.js';

const COMMA = 44;

export class Names {
  constructor() {
    this.bytes = new Uint8Array(1 << 16);
    this.ends = new Uint32Array(1 << 12);
    this.frames = new Uint16Array(1 << 12);
    this.size = 0;
  }

  add(from, start, end, frame) {
    const at = this.size === 0 ? 0 : this.ends[this.size - 1];
    this.bytes = room(this.bytes, at + end - start);
    this.ends = room(this.ends, this.size + 1);
    this.frames = room(this.frames, this.size + 1);
    for (let i = start, j = at; i < end; i++, j++) this.bytes[j] = from[i];
    this.ends[this.size] = at + end - start;
    this.frames[this.size++] = frame;
  }

  start(index) {
    return index === 0 ? 0 : this.ends[index - 1];
  }
}

/** Merges a further frame's rows into what is known. */
export class Merge {
  /** `known` of the frames before; `keep` unless no frame follows. */
  constructor(known, frame, keep) {
    Object.assign(this, { known, frame, at: 0, out: keep ? new Names() : null, clash: null });
  }

  /** The next row's beginning `bytes[start..end]`; a clash is kept, the first one only. */
  row(bytes, start, end, line) {
    const { known } = this;
    for (; this.at < known.size; this.at++) {
      const order = compareCodes(known.bytes, known.start(this.at), bytes, start);
      if (order > 0) break;
      if (order === 0) {
        const [from, to] = [known.start(this.at), known.ends[this.at]];
        if (!same(known.bytes, from, to, bytes, start, end)) {
          this.clash ??= {
            line,
            frame: known.frames[this.at],
            first: known.bytes.slice(from, to),
            other: bytes.slice(start, end),
          };
        }
        this.copy();
        this.at++;
        return;
      }
      this.copy();
    }
    this.out?.add(bytes, start, end, this.frame);
  }

  copy() {
    this.out?.add(this.known.bytes, this.known.start(this.at), this.known.ends[this.at], this.known.frames[this.at]);
  }

  /** What is known after this frame. */
  end() {
    for (; this.out && this.at < this.known.size; this.at++) this.copy();
    return this.out;
  }
}

/** Order of the codes at the beginnings of two lines; a comma ends each. */
function compareCodes(a, i, b, j) {
  for (;; i++, j++) {
    const [left, right] = [a[i], b[j]];
    if (left === right) {
      if (left === COMMA) return 0;
    } else if (left === COMMA) return -1;
    else if (right === COMMA) return 1;
    else return left - right;
  }
}

function same(a, from, to, b, start, end) {
  if (to - from !== end - start) return false;
  for (let i = from, j = start; i < to; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}
