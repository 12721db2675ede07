// A worker that solves the proof of work: post {challenge, bits}, get {answer}. SHA-256 (FIPS 180-4) in plain JavaScript,
// because the browser's own answers one hash at a time, later. ASCII challenges only.
"use strict";

const K = new Uint32Array(64);
const FIRST = new Uint32Array(8);
(() => {
  // Fractional parts of the cube and square roots of the first primes.
  const part = (x) => ((x - Math.floor(x)) * 4294967296) >>> 0;
  let n = 0;
  for (let candidate = 2; n < 64; candidate++) {
    let prime = true;
    for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) prime = false;
    if (!prime) continue;
    if (n < 8) FIRST[n] = part(Math.sqrt(candidate));
    K[n++] = part(Math.cbrt(candidate));
  }
})();

const words = new Uint32Array(64);

function compress(state, block, at) {
  for (let i = 0; i < 16; i++) {
    const j = at + 4 * i;
    words[i] = (block[j] << 24) | (block[j + 1] << 16) | (block[j + 2] << 8) | block[j + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function firstWord(text) {
  const blocks = new Uint8Array(((text.length + 8) >> 6 << 6) + 64);
  for (let i = 0; i < text.length; i++) blocks[i] = text.charCodeAt(i);
  blocks[text.length] = 0x80;
  new DataView(blocks.buffer).setUint32(blocks.length - 4, text.length * 8);
  const state = FIRST.slice();
  for (let at = 0; at < blocks.length; at += 64) compress(state, blocks, at);
  return state[0];
}

onmessage = (event) => {
  const { challenge, bits } = event.data;
  for (let number = 0; ; number++) {
    if (Math.clz32(firstWord(challenge + "." + number)) >= bits) {
      postMessage({ answer: String(number) });
      return;
    }
  }
};
