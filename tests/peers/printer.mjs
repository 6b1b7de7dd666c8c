// node printer.mjs JOB.bin DOTS.pbm: what @point-of-sale/receipt-printer-encoder thinks of our bytes.
// Each raster command must be, byte for byte, what it makes of the same dots (but for the one dot
// that hides a real-time command), and before and behind them stand the commands it uses too.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.env.FOYER_PEERS, "package.json"));
const Encoder = require("@point-of-sale/receipt-printer-encoder");
const job = fs.readFileSync(process.argv[2]);
const dots = fs.readFileSync(process.argv[3]);

function fail(text) {
  console.log(text);
  process.exit(1);
}

const [, width, height] = dots.toString("latin1").match(/^P4\n(\d+) (\d+)\n/).map(Number);
const stride = width / 8;
const rows = dots.subarray(dots.length - stride * height);

function theirs(first, count) {
  const data = new Uint8ClampedArray(width * count * 4).fill(255);
  for (let i = 0; i < width * count; i++) {
    const byte = rows[(first + Math.floor(i / width)) * stride + Math.floor((i % width) / 8)];
    if (byte & (0x80 >> (i % 8))) data.fill(0, i * 4, i * 4 + 3);
  }
  const encoder = new Encoder({ language: "esc-pos", imageMode: "raster", columns: 48 });
  const bytes = Buffer.from(encoder.image({ data, width, height: count }, width, count, "threshold", 128).encode());
  const start = bytes.indexOf(Buffer.from([0x1d, 0x76, 0x30]));
  return bytes.subarray(start, start + 8 + stride * count);
}

const start = Buffer.from(new Encoder({ language: "esc-pos" }).initialize().encode()).subarray(0, 2);
if (!job.subarray(0, 2).equals(start)) fail("the job does not begin with their reset");
let at = 2;
let row = 0;
let hidden = 0;
while (row < height) {
  const count = job[at + 6] | (job[at + 7] << 8);
  const wanted = theirs(row, count);
  for (let i = 0; i < wanted.length; i++) {
    const next = wanted[i + 1];
    const hides = wanted[i] === 0x10 && job[at + i] === 0x18 && [0x04, 0x05, 0x14].includes(next);
    if (hides) hidden++;
    else if (job[at + i] !== wanted[i]) fail(`band at row ${row}: byte ${i} is ${job[at + i]}, theirs ${wanted[i]}`);
  }
  at += wanted.length;
  row += count;
}
const cut = Buffer.from(new Encoder({ language: "esc-pos" }).cut("partial").encode()).subarray(0, 2);
if (!job.subarray(at, at + 2).equals(cut)) fail("behind the dots stands no cut");
if (job.length !== at + 4) fail("bytes are left over");
if (hidden === 0) fail("the dots held no command that had to be hidden: the test shows too little");
console.log(`${height} rows, ${hidden} commands hidden`);
