// node metrics.mjs URL: a parser of Prometheus' text format that nobody here wrote reads GET /metrics.
// Prints "name<TAB>type<TAB>samples" for each family, and what is wrong; exit code 1 then.
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.env.FOYER_PEERS, "package.json"));
const parse = require("parse-prometheus-text-format");

const answer = await fetch(process.argv[2]);
const text = await answer.text();
const wrong = [];
if (answer.status !== 200) wrong.push(`status ${answer.status}`);
if (!/^text\/plain; version=0\.0\.4/.test(answer.headers.get("content-type") ?? "")) wrong.push("another content type");
if (!text.endsWith("\n")) wrong.push("the last line does not end");

const families = parse(text);
for (const family of families) {
  console.log([family.name, family.type, family.metrics.length].join("\t"));
  if (!/^foyer_hub_[a-z_]+$/.test(family.name)) wrong.push(`${family.name}: not a name of ours`);
  if (!["COUNTER", "GAUGE", "HISTOGRAM"].includes(family.type)) wrong.push(`${family.name}: type ${family.type}`);
  if (family.type === "COUNTER" && !family.name.endsWith("_total")) wrong.push(`${family.name}: a counter without _total`);
  if (!family.help) wrong.push(`${family.name}: no help`);
  for (const metric of family.metrics) {
    const values = metric.buckets ? [...Object.values(metric.buckets), metric.count, metric.sum] : [metric.value];
    if (values.some((value) => value === undefined || !Number.isFinite(Number(value)))) wrong.push(`${family.name}: a value that is no number`);
    for (const label of Object.values(metric.labels ?? {})) {
      // Nothing that tells a person, a kiosk or a school apart.
      if (!/^[a-z0-9-]+$/.test(label)) wrong.push(`${family.name}: a label '${label}'`);
    }
  }
}
const samples = text.split("\n").filter((line) => line && !line.startsWith("#")).length;
const read = families.reduce((sum, family) => sum + family.metrics.reduce((count, metric) =>
  count + (metric.buckets ? Object.keys(metric.buckets).length + 2 : 1), 0), 0);
if (families.length < 5) wrong.push(`only ${families.length} families`);
if (read !== samples) wrong.push(`${samples} samples were written, ${read} were read`);
wrong.forEach((line) => console.log(line));
process.exit(wrong.length > 0 ? 1 : 0);
