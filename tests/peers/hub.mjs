// node hub.mjs URL CODE: a kiosk made of strangers and sync/PROTOCOL.md. It enrols at a real hub,
// sends it events of the CloudEvents SDK signed by `http-message-signatures`, and verifies each
// reply, bound to its request. Prints the ids of the records that the hub said it has.
import crypto from "node:crypto";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import { chainStart } from "./chain.mjs";
import { contentDigest, makeEvents, must, privateKey, uuid } from "./wire.mjs";

const require = createRequire(path.join(process.env.FOYER_PEERS, "package.json"));
const { CloudEvent } = require("cloudevents");
const { httpbis, createSigner, createVerifier } = require("http-message-signatures");
const [url, code] = process.argv.slice(2);

const key = privateKey(crypto.randomBytes(32).toString("hex"));
const device = uuid();
const epoch = uuid();
let counter = 0;
let hubKey = null;

const exchange = (message) => new Promise((resolve, reject) => {
  const request = http.request(new URL(message.target, url), { method: message.method, headers: message.headers }, (reply) => {
    const parts = [];
    reply.on("data", (part) => parts.push(part));
    reply.on("end", () => resolve({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts) }));
  });
  request.on("error", reject);
  request.end(message.body);
});

async function ask(method, target, type, body) {
  const unsigned = { method, url: `${url}${target}`, target, body,
    headers: { ...(type ? { "content-type": type } : {}), "content-digest": contentDigest(body) } };
  const signed = await httpbis.signMessage({ key: createSigner(key, "ed25519"), name: "foyer",
    fields: ["@method", "@path", "@query", "content-digest", ...(type ? ["content-type"] : [])],
    params: ["keyid", "nonce"], paramValues: { keyid: device, nonce: String(++counter) } }, unsigned);
  signed.headers = Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const reply = await exchange(signed);
  const answer = JSON.parse(reply.body.toString());
  // The answer to an enrolment brings the key that it is signed with.
  hubKey ??= crypto.createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: answer.key }, format: "jwk" });
  must(reply.headers["content-digest"] === contentDigest(reply.body), "the reply's digest is not its body's");
  must(await httpbis.verifyMessage({
    keyLookup: async () => ({ id: "hub", algs: ["ed25519"], verify: createVerifier(hubKey, "ed25519") }),
    requiredFields: ["@status", "content-digest", "content-type", "signature"] }, reply, signed) === true,
    "the reply's signature is not right");
  return { status: reply.status, answer };
}

const send = (events) => ask("POST", "/v1/records", "application/cloudevents-batch+json", Buffer.from(JSON.stringify(events)));
const publicKey = crypto.createPublicKey(key).export({ format: "jwk" }).x;
const enrolled = await ask("POST", "/v1/enrolments", "application/json",
  Buffer.from(JSON.stringify({ code, device, key: publicKey, name: "Strangers" })));
must(enrolled.status === 200, `enrolment: ${enrolled.status} ${JSON.stringify(enrolled.answer)}`);

const first = makeEvents(CloudEvent, device, epoch, 1, 20, chainStart(device, epoch));
const second = makeEvents(CloudEvent, device, epoch, 21, 5, first.head);
for (const [batch, have] of [[first, 20], [first, 20], [second, 25]]) {
  const { status, answer } = await send(batch.events);
  must(status === 200 && answer.have === have && answer.head === batch.head.toString("base64url"),
    `records: ${status} ${JSON.stringify(answer)}`);
  must(answer.quarantined.length === 0, "something went to quarantine");
}
const held = await ask("GET", `/v1/epochs/${epoch}`, null, Buffer.alloc(0));
must(held.status === 200 && held.answer.have === 25, `epoch: ${held.status} ${JSON.stringify(held.answer)}`);
const fork = await send(makeEvents(CloudEvent, device, epoch, 21, 5, first.head).events);
must(fork.status === 409 && fork.answer.type === "urn:foyer:problem:fork" && fork.answer.have === 25, `fork: ${JSON.stringify(fork.answer)}`);
const wrong = await send(makeEvents(CloudEvent, device, epoch, 26, 1, first.head).events);
must(wrong.status === 409 && wrong.answer.type === "urn:foyer:problem:fork", `a wrong chain: ${JSON.stringify(wrong.answer)}`);
counter -= 2;
const replayed = await send(second.events);
must(replayed.status === 409 && replayed.answer.type === "urn:foyer:problem:replayed" && replayed.answer.counter > counter,
  `replayed: ${JSON.stringify(replayed.answer)}`);
[...first.events, ...second.events].forEach((event) => console.log(event.id));
