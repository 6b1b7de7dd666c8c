// The chain of sync/PROTOCOL.md section 4, from its text alone: BLAKE2b-256 (RFC 7693; node has only
// the form of 512 bits) over the canonical bytes of an event.
const MASK = (1n << 64n) - 1n;
const IV = [0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n];
const SIGMA = ["0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d", "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0"].map((row) => [...row].map((digit) => parseInt(digit, 16)));
const COLUMNS = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
  [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
const rotate = (word, bits) => ((word >> bits) | (word << (64n - bits))) & MASK;

function compress(state, block, counted, last) {
  const words = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(8 * i));
  const v = [...state, ...IV];
  v[12] ^= BigInt(counted);
  if (last) v[14] ^= MASK;
  for (let round = 0; round < 12; round++) {
    const order = SIGMA[round % 10];
    COLUMNS.forEach(([a, b, c, d], i) => {
      v[a] = (v[a] + v[b] + words[order[2 * i]]) & MASK;
      v[d] = rotate(v[d] ^ v[a], 32n);
      v[c] = (v[c] + v[d]) & MASK;
      v[b] = rotate(v[b] ^ v[c], 24n);
      v[a] = (v[a] + v[b] + words[order[2 * i + 1]]) & MASK;
      v[d] = rotate(v[d] ^ v[a], 16n);
      v[c] = (v[c] + v[d]) & MASK;
      v[b] = rotate(v[b] ^ v[c], 63n);
    });
  }
  return state.map((word, i) => word ^ v[i] ^ v[i + 8]);
}

export function blake2b256(bytes) {
  let state = IV.map((word, i) => (i === 0 ? word ^ 0x01010020n : word));
  const blocks = Math.max(1, Math.ceil(bytes.length / 128));
  for (let i = 0; i < blocks; i++) {
    const block = Buffer.alloc(128);
    bytes.copy(block, 0, 128 * i);
    state = compress(state, block, Math.min(bytes.length, 128 * (i + 1)), i + 1 === blocks);
  }
  const out = Buffer.alloc(64);
  state.forEach((word, i) => out.writeBigUInt64LE(word, 8 * i));
  return out.subarray(0, 32);
}

const uuidBytes = (text) => Buffer.from((text ?? "0".repeat(32)).replaceAll("-", ""), "hex");

function number(value, size = 8) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes.subarray(8 - size);
}

function text(value, size = 2) {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length, size), bytes]);
}

export const chainStart = (device, epoch) => blake2b256(Buffer.concat([uuidBytes(device), uuidBytes(epoch)]));

// The head after an event without a personal part; `body` is printed as the event's JSON prints it.
export function chainNext(before, event) {
  const { boot, mono, good, zone, body } = event.data;
  return blake2b256(Buffer.concat([
    text("foyer-journal-1"), before, number(event.sequence), uuidBytes(event.id), text(event.type.replace(/^foyer\./, "")),
    uuidBytes(event.subject), number(Date.parse(event.time)), number(mono), number(boot), number(good ? 1 : 0),
    text(zone), text(JSON.stringify(body), 8), number(0, 1),
  ]));
}
