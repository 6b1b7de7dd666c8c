// node hub_floor.mjs KIOSKS DATABASE: the least that another hub would do, in Node's http and
// better-sqlite3, with the same promises: the body's digest and the request's ed25519 signature are
// checked (RFC 9421, RFC 9530), a replayed counter is refused, every record is stored once (a
// UNIQUE id inside one transaction), the answer is signed and comes after a commit that is durable
// (WAL, synchronous = FULL). Not done: the hash chain, quarantine, metrics, limits.
// KIOSKS: a device's id and its public key in hexadecimal a line. Prints "listening on PORT".
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.env.FOYER_PEERS, "package.json"));
const Database = require("better-sqlite3");
const DER_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const BODY_MAX = 256 * 1024;

const kiosks = new Map();
for (const line of fs.readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const [device, key] = line.split(" ");
  const der = Buffer.concat([DER_PREFIX, Buffer.from(key, "hex")]);
  kiosks.set(device, { key: crypto.createPublicKey({ key: der, format: "der", type: "spki" }), counter: 0 });
}
const own = crypto.generateKeyPairSync("ed25519").privateKey;

const db = new Database(process.argv[3]);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`CREATE TABLE record (source TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL, time TEXT NOT NULL, subject TEXT, data TEXT NOT NULL,
  PRIMARY KEY (source, sequence)) WITHOUT ROWID;
  CREATE TABLE kiosk (device TEXT PRIMARY KEY, counter INTEGER NOT NULL) WITHOUT ROWID`);
const add = db.prepare("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
const count = db.prepare("INSERT INTO kiosk VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET counter = excluded.counter");
const store = db.transaction((device, counter, events) => {
  count.run(device, counter);
  for (const event of events) {
    add.run(event.source, Number(event.sequence), event.id, event.type, event.time, event.subject,
      JSON.stringify(event.data));
  }
});

const digestOf = (body) => `sha-256=:${crypto.createHash("sha256").update(body).digest("base64")}:`;

// The signature base of RFC 9421 2.5 for the components that the request says it covers.
function baseOf(request, input) {
  const url = new URL(request.url, "http://127.0.0.1");
  const lines = [];
  for (const [, name] of input.slice(0, input.indexOf(")")).matchAll(/"([^"]+)"/g)) {
    const value = name === "@method" ? request.method : name === "@path" ? url.pathname
      : name === "@query" ? url.search || "?" : name === "@target-uri" ? url.href : request.headers[name];
    lines.push(`"${name}": ${value}`);
  }
  lines.push(`"@signature-params": ${input}`);
  return Buffer.from(lines.join("\n"));
}

function verify(request, body) {
  const input = request.headers["signature-input"];
  const [, label, params] = /^([a-z0-9_-]+)=(.*)$/.exec(input);
  const [, signature] = /=:([^:]+):/.exec(request.headers.signature);
  const device = /;keyid="([^"]+)"/.exec(params)[1];
  const counter = Number(/;nonce="([^"]+)"/.exec(params)[1]);
  const kiosk = kiosks.get(device);
  if (!label || !kiosk || counter <= kiosk.counter || request.headers["content-digest"] !== digestOf(body) ||
      !crypto.verify(null, baseOf(request, params), kiosk.key, Buffer.from(signature, "base64"))) {
    return null;
  }
  kiosk.counter = counter;
  return { device, counter };
}

function answer(response, status, value) {
  const body = Buffer.from(JSON.stringify(value));
  const digest = digestOf(body);
  const params = '("@status" "content-digest");keyid="hub"';
  const base = `"@status": ${status}\n"content-digest": ${digest}\n"@signature-params": ${params}`;
  const signature = crypto.sign(null, Buffer.from(base), own).toString("base64");
  response.writeHead(status, { "content-type": "application/json", "content-length": body.length,
    "content-digest": digest, "signature-input": `hub=${params}`, signature: `hub=:${signature}:` });
  response.end(body);
}

const server = http.createServer((request, response) => {
  const pieces = [];
  let size = 0;
  request.on("data", (piece) => {
    size += piece.length;
    if (size > BODY_MAX) request.destroy();
    pieces.push(piece);
  });
  request.on("end", () => {
    try {
      const body = Buffer.concat(pieces);
      const sender = verify(request, body);
      if (sender === null) return answer(response, 401, { title: "not signed by a kiosk we know" });
      const events = JSON.parse(body);
      store(sender.device, sender.counter, events);
      return answer(response, 200, { have: Number(events.at(-1).sequence), time: new Date().toISOString() });
    } catch (error) {
      return answer(response, 400, { title: String(error) });
    }
  });
});
server.keepAliveTimeout = 60000;
server.listen(0, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
