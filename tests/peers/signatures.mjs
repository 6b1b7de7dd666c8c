// node signatures.mjs verify-request SEED MESSAGE | sign-request SEED KEYID NONCE UNSIGNED |
//      verify-reply SEED REPLY REQUEST | sign-reply SEED UNSIGNED REQUEST
// RFC 9421 by `http-message-signatures`: it verifies what we signed, and signs what we verify. All
// but SEED, KEYID and NONCE are files; what is signed goes to standard output.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { contentDigest, must, privateKey, readMessage, writeMessage } from "./wire.mjs";

const require = createRequire(path.join(process.env.FOYER_PEERS, "package.json"));
const { httpbis, createSigner, createVerifier } = require("http-message-signatures");

const [command, seed, ...args] = process.argv.slice(2);
const key = privateKey(seed);
const load = (file) => readMessage(fs.readFileSync(file));
const verifier = createVerifier(crypto.createPublicKey(key), "ed25519");

async function verify(message, request, required) {
  must(message.headers["content-digest"] === contentDigest(message.body), "the digest is not the body's");
  const config = { keyLookup: async () => ({ id: "any", algs: ["ed25519"], verify: verifier }), requiredFields: required };
  must(await httpbis.verifyMessage(config, message, request) === true, "the signature is not right");
  // A stranger that never says no would prove nothing.
  const other = { ...message, headers: { ...message.headers, "content-digest": contentDigest(Buffer.from("other")) } };
  must(await httpbis.verifyMessage(config, other, request).catch(() => false) !== true, "another digest was accepted");
  console.log("verified");
}

async function sign(message, request, fields, params, paramValues) {
  message.headers["content-digest"] = contentDigest(message.body);
  const config = { key: createSigner(key, "ed25519"), name: "foyer", fields, params, paramValues };
  process.stdout.write(writeMessage(await httpbis.signMessage(config, message, request)));
}

const sent = (message) => ["content-type", "content-encoding"].filter((name) => message.headers[name] !== undefined);
if (command === "verify-request") {
  const message = load(args[0]);
  await verify(message, undefined, ["@method", "@path", "@query", "content-digest", ...sent(message)]);
} else if (command === "sign-request") {
  const message = load(args[2]);
  await sign(message, undefined, ["@method", "@path", "@query", "content-digest", ...sent(message)],
    ["keyid", "nonce"], { keyid: args[0], nonce: args[1] });
} else if (command === "verify-reply") {
  await verify(load(args[0]), load(args[1]), ["@status", "content-digest", "content-type", "signature"]);
} else if (command === "sign-reply") {
  await sign(load(args[0]), load(args[1]), ["@status", "content-digest", "content-type", "signature;req"],
    ["keyid"], { keyid: "hub" });
} else {
  must(false, `unknown: ${command}`);
}
