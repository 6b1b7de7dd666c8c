// What the two peers of the wire share: messages as HTTP/1.1 text, Ed25519 keys from 64 hexadecimal
// digits, and complaints that end the program.
import crypto from "node:crypto";

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
