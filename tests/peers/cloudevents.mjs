// node cloudevents.mjs read MESSAGE COUNT | make DEVICE EPOCH COUNT single|batch
// CloudEvents 1.0 by their own SDK. read: it parses the batch that a kiosk sent, and every event has
// every attribute. make: it makes COUNT events, and the unsigned request that carries them goes to
// standard output; their chain is computed from sync/PROTOCOL.md alone.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chainStart } from "./chain.mjs";
import { makeEvents, must, readMessage, writeMessage } from "./wire.mjs";

const require = createRequire(path.join(process.env.FOYER_PEERS, "package.json"));
const { CloudEvent, HTTP } = require("cloudevents");
const [command, ...args] = process.argv.slice(2);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SOURCE = /^urn:foyer:kiosk:[0-9a-f-]{36}:[0-9a-f-]{36}$/;

function checkEvent(event, index, count) {
  event.validate();
  must(event.specversion === "1.0" && UUID.test(event.id) && SOURCE.test(event.source), `event ${index}: id or source`);
  must(/^foyer\.visit\.(signed-in|signed-out|corrected)$/.test(event.type), `event ${index}: type ${event.type}`);
  must(!Number.isNaN(Date.parse(event.time)) && UUID.test(event.subject), `event ${index}: time or subject`);
  must(event.sequence === String(index + 1), `event ${index}: sequence ${event.sequence}`);
  must((event.chainhash !== undefined) === (index + 1 === count), `event ${index}: chainhash`);
  must(event.chainhash === undefined || Buffer.from(event.chainhash, "base64url").length === 32, "the chainhash's size");
  const { boot, mono, good, zone, body } = event.data;
  must(Number.isInteger(boot) && Number.isInteger(mono) && good === true && zone === "America/New_York", `event ${index}: data`);
  must(UUID.test(body.visit), `event ${index}: body`);
}

function read(file, count) {
  const message = readMessage(fs.readFileSync(file));
  const events = HTTP.toEvent({ headers: { "content-type": message.headers["content-type"] }, body: message.body.toString() });
  must(Array.isArray(events) && events.length === count, `${events.length} events, not ${count}`);
  events.forEach((event, index) => checkEvent(event, index, count));
  must(events.some((event) => Buffer.from(event.data.sealed ?? "", "base64url").length > 48), "no personal part");
  console.log(`${events.length} events`);
}

function make(device, epoch, count, kind) {
  const events = makeEvents(CloudEvent, device, epoch, 1, count, chainStart(device, epoch)).events;
  const { headers, body } = kind === "single" ? HTTP.structured(events[0]) :
    { headers: { "content-type": "application/cloudevents-batch+json; charset=utf-8" }, body: JSON.stringify(events) };
  process.stdout.write(writeMessage({ method: "POST", target: "/v1/records",
    headers: { "content-type": headers["content-type"] ?? headers["Content-Type"] }, body: Buffer.from(body) }));
}

if (command === "read") read(args[0], Number(args[1]));
else if (command === "make") make(args[0], args[1], Number(args[2]), args[3]);
else must(false, `unknown: ${command}`);
