// What the two peers of the wire share: messages as HTTP/1.1 text, Ed25519 keys from 64 hexadecimal
// digits, and complaints that end the program.
import crypto from "node:crypto";
import { chainNext } from "./chain.mjs";

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex"); // RFC 8410, before the seed

export const privateKey = (seedHex) =>
  crypto.createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(seedHex, "hex")]), format: "der", type: "pkcs8" });
export const publicHex = (seedHex) =>
  Buffer.from(crypto.createPublicKey(privateKey(seedHex)).export({ format: "jwk" }).x, "base64url").toString("hex");

export function readMessage(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  const [start, ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const words = start.split(" ");
  const body = bytes.subarray(end + 4);
  delete headers["content-length"];
  if (words[0].startsWith("HTTP/")) return { status: Number(words[1]), headers, body };
  return { method: words[0], url: `http://hub.test${words[1]}`, target: words[1], headers, body };
}

export function writeMessage(message) {
  const start = message.status ? `HTTP/1.1 ${message.status} ` : `${message.method} ${message.target} HTTP/1.1`;
  const lines = Object.entries(message.headers).map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return Buffer.concat([
    Buffer.from([start, ...lines, `content-length: ${message.body.length}`, "", ""].join("\r\n"), "latin1"), message.body]);
}

export const contentDigest = (body) => `sha-256=:${crypto.createHash("sha256").update(body).digest("base64")}:`;

export function must(condition, what) {
  if (!condition) {
    console.error(what);
    process.exit(1);
  }
}

export function uuid() {
  const bytes = crypto.randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Sign-ins from sequence `first` on, chained from the head `before`; the last says where it ends.
export function makeEvents(CloudEvent, device, epoch, first, count, before) {
  let head = before;
  const events = Array.from({ length: count }, (_, index) => {
    const id = uuid();
    const event = {
      id,
      source: `urn:foyer:kiosk:${device}:${epoch}`,
      type: "foyer.visit.signed-in",
      time: "2026-10-15T18:02:11.123Z",
      sequence: String(first + index),
      data: { boot: 1, mono: 1000 + index, good: true, zone: "America/New_York",
        body: { visit: id, method: "count", language: "en", first: 0, people: [{ role: "guardian", grade: "" }] } },
    };
    head = chainNext(head, event);
    return new CloudEvent(index + 1 === count ? { ...event, chainhash: head.toString("base64url") } : event);
  });
  return { events, head };
}
