// node codes.mjs FILE: what two strangers think of our codes. Each line of FILE is
// "picture.png<TAB>payload.txt" and, where only a part is to be looked at, "<TAB>x y width height".
// jsQR reads the picture and must find the payload byte for byte;
// contacts and dates are parsed by `vcf` and `ical.js`. Prints what is wrong; exit code 1 then.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const peers = process.env.FOYER_PEERS;
const require = createRequire(path.join(peers, "package.json"));
const jsQR = require("jsqr");
const { PNG } = require("pngjs");
const vCard = require("vcf");
const ICAL = (await import(path.join(peers, "node_modules/ical.js/dist/ical.js"))).default;

function read(picture, part) {
  const png = PNG.sync.read(fs.readFileSync(picture));
  const [x, y, width, height] = part === undefined ? [0, 0, png.width, png.height] : part.split(" ").map(Number);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * png.width + x) * 4;
    pixels.set(png.data.subarray(from, from + width * 4), row * width * 4);
  }
  const found = jsQR(pixels, width, height);
  return found === null ? null : Buffer.from(found.binaryData);
}

// What each kind of payload must say to somebody else's parser; undefined = right.
const KINDS = [
  ["BEGIN:VCARD", (text) => {
    const card = new vCard().parse(text);
    const name = card.get("fn").valueOf();
    if (!name || name.length === 0) return "a contact without a name";
    if (card.version !== "3.0") return "not version 3.0";
    const unfolded = text.replace(/\r\n[ \t]/g, "");
    const tel = card.get("tel");
    if (/^TEL/m.test(unfolded) && !/^\+?[0-9,]+$/.test(tel.valueOf())) return "a number nobody can dial";
  }],
  ["BEGIN:VEVENT", (text) => {
    const whole = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n${text}END:VCALENDAR\r\n`;
    const calendar = new ICAL.Component(ICAL.parse(whole));
    const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
    if (!event.summary) return "a date without a title";
    if (event.startDate.zone !== ICAL.Timezone.utcTimezone) return "a date that is not in UTC";
    if (event.endDate.compare(event.startDate) <= 0) return "a date that ends before it starts";
  }],
  ["tel:", (text) => /^tel:\+?[0-9]{3,}(;ext=[0-9]+)?$/.test(text) ? undefined : "not RFC 3966"],
  ["sms:", (text) => {
    const url = new URL(text);
    if (!/^\+?[0-9]{3,}$/.test(url.pathname)) return "no number to text to";
    const body = url.searchParams.get("body");
    if (text.includes("?") && !body) return "a text without its words";
  }],
  ["geo:", (text) => /^geo:-?\d+\.\d+,-?\d+\.\d+$/.test(text) ? undefined : "not RFC 5870"],
  ["https:", (text) => {
    const url = new URL(text);
    if (url.username || url.password || url.port) return "more than a host in front of the path";
  }],
];

let wrong = 0;
let readable = 0;
for (const line of fs.readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const [picture, wanted, part] = line.split("\t");
  const payload = fs.readFileSync(wanted);
  const got = read(picture, part);
  let fault;
  if (got === null) fault = "jsQR finds no code";
  else if (!got.equals(payload)) fault = "jsQR reads something else";
  else {
    readable++;
    const text = payload.toString("utf8");
    const kind = KINDS.find(([start]) => text.startsWith(start));
    try {
      fault = kind === undefined ? undefined : kind[1](text);
    } catch (error) {
      fault = `not parsed: ${error.message}`;
    }
  }
  if (fault !== undefined) {
    wrong++;
    console.log(`${picture}: ${fault}`);
  }
}
console.log(`${readable} codes read by jsQR, ${wrong} wrong`);
process.exit(wrong > 0 || readable === 0 ? 1 : 0);
