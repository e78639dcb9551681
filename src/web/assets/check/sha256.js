// SHA-256 (FIPS 180-4) for this page: many short messages a second, and whole
// files as they stream by. It stands here because a page on a plain-http LAN
// has no crypto.subtle; where there is one, `secondOpinion` asks it too.

const K = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);
const START = Int32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);

/** The message schedule; its first 16 words are the block to compress. */
const W = new Int32Array(64);

/** Takes 64 bytes from `bytes` at `at` as the block. */
function load(bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
}

/** Compresses the block in W: `out[at..]` becomes the state that follows `state`. */
function compress(state, out, at) {
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15];
    const y = W[i - 2];
    W[i] = (W[i - 16] + W[i - 7]
      + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3))
      + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let e = state[4], f = state[5], g = state[6], h = state[7];
  // Eight rounds written out: the letters move instead of the values, which is a third faster.
  for (let i = 0; i < 64; i += 8) {
    h = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7)))
      + (g ^ (e & (f ^ g))) + K[i + 0] + W[i + 0]) | 0;
    d = (d + h) | 0;
    h = (h + (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10)))
      + ((a & b) | (c & (a | b)))) | 0;
    g = (g + (((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7)))
      + (f ^ (d & (e ^ f))) + K[i + 1] + W[i + 1]) | 0;
    c = (c + g) | 0;
    g = (g + (((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10)))
      + ((h & a) | (b & (h | a)))) | 0;
    f = (f + (((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7)))
      + (e ^ (c & (d ^ e))) + K[i + 2] + W[i + 2]) | 0;
    b = (b + f) | 0;
    f = (f + (((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10)))
      + ((g & h) | (a & (g | h)))) | 0;
    e = (e + (((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7)))
      + (d ^ (b & (c ^ d))) + K[i + 3] + W[i + 3]) | 0;
    a = (a + e) | 0;
    e = (e + (((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10)))
      + ((f & g) | (h & (f | g)))) | 0;
    d = (d + (((a >>> 6) | (a << 26)) ^ ((a >>> 11) | (a << 21)) ^ ((a >>> 25) | (a << 7)))
      + (c ^ (a & (b ^ c))) + K[i + 4] + W[i + 4]) | 0;
    h = (h + d) | 0;
    d = (d + (((e >>> 2) | (e << 30)) ^ ((e >>> 13) | (e << 19)) ^ ((e >>> 22) | (e << 10)))
      + ((e & f) | (g & (e | f)))) | 0;
    c = (c + (((h >>> 6) | (h << 26)) ^ ((h >>> 11) | (h << 21)) ^ ((h >>> 25) | (h << 7)))
      + (b ^ (h & (a ^ b))) + K[i + 5] + W[i + 5]) | 0;
    g = (g + c) | 0;
    c = (c + (((d >>> 2) | (d << 30)) ^ ((d >>> 13) | (d << 19)) ^ ((d >>> 22) | (d << 10)))
      + ((d & e) | (f & (d | e)))) | 0;
    b = (b + (((g >>> 6) | (g << 26)) ^ ((g >>> 11) | (g << 21)) ^ ((g >>> 25) | (g << 7)))
      + (a ^ (g & (h ^ a))) + K[i + 6] + W[i + 6]) | 0;
    f = (f + b) | 0;
    b = (b + (((c >>> 2) | (c << 30)) ^ ((c >>> 13) | (c << 19)) ^ ((c >>> 22) | (c << 10)))
      + ((c & d) | (e & (c | d)))) | 0;
    a = (a + (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7)))
      + (h ^ (f & (g ^ h))) + K[i + 7] + W[i + 7]) | 0;
    e = (e + a) | 0;
    a = (a + (((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10)))
      + ((b & c) | (d & (b | c)))) | 0;
  }
  out[at] = state[0] + a; out[at + 1] = state[1] + b; out[at + 2] = state[2] + c; out[at + 3] = state[3] + d;
  out[at + 4] = state[4] + e; out[at + 5] = state[5] + f; out[at + 6] = state[6] + g; out[at + 7] = state[7] + h;
}

/** A hash of bytes that come piece by piece. */
export class Sha256 {
  constructor() {
    this.state = START.slice();
    this.rest = new Uint8Array(64);
    this.length = 0;
  }

  /** Takes further bytes. */
  update(bytes) {
    let at = 0;
    const held = this.length % 64;
    this.length += bytes.length;
    if (held > 0) {
      at = Math.min(64 - held, bytes.length);
      this.rest.set(bytes.subarray(0, at), held);
      if (held + at < 64) return this;
      load(this.rest, 0);
      compress(this.state, this.state, 0);
    }
    for (; at + 64 <= bytes.length; at += 64) {
      load(bytes, at);
      compress(this.state, this.state, 0);
    }
    this.rest.set(bytes.subarray(at));
    return this;
  }

  /** The digest as eight words, of what came so far. */
  words() {
    const out = new Uint32Array(8);
    finish(this.state, this.rest, this.length % 64, this.length, out, 0);
    return out;
  }

  /** The same as 64 hexadecimal characters. */
  hex() {
    return hexOf(this.words(), 0);
  }
}

const tail = new Uint8Array(128);

/** The last block or two: `used` bytes of `rest`, then the padding of a message of `length` bytes. */
function finish(state, rest, used, length, out, at) {
  for (let i = 0; i < used; i++) tail[i] = rest[i];
  tail[used] = 0x80;
  const blocks = used < 56 ? 1 : 2;
  tail.fill(0, used + 1, blocks * 64);
  load(tail, 0);
  if (blocks === 2) {
    compress(state, scratch, 0);
    state = scratch;
    load(tail, 64);
  }
  W[14] = Math.floor(length / 0x20000000);
  W[15] = length << 3;
  compress(state, out, at);
}
const scratch = new Int32Array(8);

const EMPTY = new Uint8Array(0);

/**
 * Hashes many short messages that all begin with the same 64 bytes: those are
 * compressed once. For tickets they are the seed's hexadecimal characters.
 */
export class Tickets {
  /** Under a seed of 64 hexadecimal characters. */
  constructor(seed) {
    this.state = new Sha256().update(new TextEncoder().encode(seed)).state;
    /** The words of the ticket last computed. */
    this.words = new Uint32Array(8);
  }

  /** SHA-256(seed ‖ `:` ‖ code), the code being `bytes[from..to]`, at most 54 of them: one block. */
  of(bytes, from = 0, to = bytes.length) {
    W.fill(0, 0, 16);
    W[0] = 0x3a << 24;
    let place = 1;
    for (let i = from; i < to; i++, place++) W[place >> 2] |= bytes[i] << (24 - ((place & 3) << 3));
    W[place >> 2] |= 0x80 << (24 - ((place & 3) << 3));
    W[15] = (64 + place) << 3;
    compress(this.state, this.words, 0);
    return this.words;
  }
}

let line = new Uint8Array(1024);

/** A Merkle leaf, SHA-256(0x00 ‖ data), into `out[at..at+8]` (RFC 6962). */
export function leaf(bytes, from, to, out, at) {
  const length = to - from + 1;
  if (line.length < length + 73) line = new Uint8Array(2 * length + 73);
  line[0] = 0;
  for (let i = from, j = 1; i < to; i++, j++) line[j] = bytes[i];
  const end = Math.ceil((length + 9) / 64) * 64;
  line[length] = 0x80;
  line.fill(0, length + 1, end);
  let state = START;
  for (let block = 0; block < end; block += 64) {
    load(line, block);
    if (block + 64 === end) W[15] = length << 3;
    compress(state, out, at);
    if (end > 64) {
      for (let i = 0; i < 8; i++) scratch[i] = out[at + i];
      state = scratch;
    }
  }
}

/** A Merkle node, SHA-256(0x01 ‖ left ‖ right), into `out[at..at+8]`; either child may lie there. */
export function node(left, l, right, r, out, at) {
  W[0] = (1 << 24) | (left[l] >>> 8);
  for (let i = 1; i < 8; i++) W[i] = (left[l + i - 1] << 24) | (left[l + i] >>> 8);
  W[8] = (left[l + 7] << 24) | (right[r] >>> 8);
  for (let i = 1; i < 8; i++) W[8 + i] = (right[r + i - 1] << 24) | (right[r + i] >>> 8);
  const last = right[r + 7];
  compress(START, scratch, 0);
  W.fill(0, 1, 15);
  W[0] = (last << 24) | 0x800000;
  W[15] = 65 * 8;
  compress(scratch, out, at);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Hexadecimal of eight words. */
export function hexOf(words, at = 0) {
  let out = '';
  for (let i = at; i < at + 8; i++) {
    const word = words[i];
    out += HEX[word >>> 24] + HEX[(word >>> 16) & 255] + HEX[(word >>> 8) & 255] + HEX[word & 255];
  }
  return out;
}

/** The eight words of a digest in 64 hexadecimal characters, into `out[at..]`. */
export function wordsOf(hex, out = new Uint32Array(8), at = 0) {
  for (let i = 0; i < 8; i++) out[at + i] = parseInt(hex.slice(i * 8, i * 8 + 8), 16);
  return out;
}

/** Digest of bytes, hexadecimal. */
export function sha256(bytes) {
  return new Sha256().update(bytes).hex();
}

/** Digest of lines: texts with an LF behind each (protocol §0). */
export function ofLines(...lines) {
  return sha256(new TextEncoder().encode(lines.map((text) => `${text}\n`).join('')));
}

/** What the browser's own implementation says of the same bytes; `null` where there is none. */
export async function secondOpinion(bytes) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const digest = new DataView(await subtle.digest('SHA-256', bytes));
  const words = new Uint32Array(8);
  for (let i = 0; i < 8; i++) words[i] = digest.getUint32(i * 4);
  return hexOf(words);
}

/** Messages and digests of FIPS 180-4 and its example values. */
export const VECTORS = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ['abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
    'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1'],
];

/** Whether this implementation works here at all: an engine that miscompiles it must not accuse anybody. */
export function selfTest() {
  const bytes = (text) => new TextEncoder().encode(text);
  const known = VECTORS.every(([text, digest]) => sha256(bytes(text)) === digest);
  const pieces = new Sha256();
  for (const byte of bytes(VECTORS[3][0])) pieces.update(Uint8Array.of(byte));
  const seed = '0123456789abcdef'.repeat(4);
  const ticket = hexOf(new Tickets(seed).of(bytes('91640502199608416C')));
  const out = new Int32Array(8);
  leaf(EMPTY, 0, 0, out, 0);
  return known && pieces.hex() === VECTORS[3][1]
    && ticket === sha256(bytes(`${seed}:91640502199608416C`))
    && hexOf(out) === sha256(Uint8Array.of(0));
}

if (!selfTest()) throw new Error('SHA-256 does not give the values of FIPS 180-4 in this browser');
