// node search.mjs SERVICES QUERIES: the same services and queries for search libraries of others, each
// with the options its own documentation recommends for typing people: prefixes, typos, boosted names.
// The two files and the lines it prints are described in tests/bench/search_peers.c.
// Each library runs twice: on the services as they are (with the names of their needs in three
// languages), and "+words": with our own tables of synonyms (assets/search) written into the services.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const peers = process.env.FOYER_PEERS;
const require = createRequire(path.join(peers, "package.json"));
const MiniSearch = require("minisearch");
const Fuse = require("fuse.js");
const uFuzzy = require("@leeoniya/ufuzzy");

const LANGUAGES = ["en", "es", "ar"];
const TOP = 5;
const rows = (file) => fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => line.split("\t"));

// Case, accents and Arabic vowel marks do not matter, for any of them.
const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f\u0670]/g, "").toLowerCase()
  .replace(/[أإآ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي");

function readTables() {
  const tables = { names: {}, needs: {}, turns: [], stops: {} };
  const list = (text) => text.split(/[,،、]/).map((word) => fold(word.trim())).filter(Boolean);
  for (const language of LANGUAGES) {
    tables.stops[language] = new Set();
    for (const line of fs.readFileSync(`assets/search/${language}.syn`, "utf8").split("\n")) {
      const [, verb, need, rest] = /^(\w+)(?: ([\w-]+))?:(.*)$/.exec(line) ?? [];
      if (verb === "stop") list(rest).forEach((word) => tables.stops[language].add(word));
      if (verb === "name") (tables.names[need] ??= []).push(fold(rest.trim()));
      if (verb === "need") (tables.needs[need] ??= []).push(...list(rest));
      if (verb === "same") tables.turns.push([list(rest), list(rest)]);
      if (verb === "look") tables.turns.push(rest.split(">").map(list));
    }
  }
  return tables;
}

// One document a service and language: the family's words and the English ones together.
function documentsOf(services, language, tables, words) {
  const merged = new Map();
  for (const [number, from, needs, name, role, alternate, summary, helps] of services) {
    if (from !== language && from !== "en") continue;
    const one = merged.get(number) ?? { id: Number(number), name: "", role: "", alternate: "", summary: "", helps: "", needs: "", extra: "" };
    const add = (field, text) => { if (text && !one[field].includes(fold(text))) one[field] += ` ${fold(text)}`; };
    add("name", name), add("role", role), add("alternate", alternate), add("summary", summary), add("helps", helps);
    one.needs = needs.split(" ").filter(Boolean).flatMap((need) => tables.names[need] ?? []).join(" ");
    one.keys = needs.split(" ").filter(Boolean);
    merged.set(number, one);
  }
  const documents = [...merged.values()];
  if (words) documents.forEach((one) => { one.extra = extraWords(one, tables); });
  return documents;
}

function extraWords(one, tables) {
  const text = ` ${[one.name, one.role, one.alternate, one.helps, one.summary].join(" ").replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const extra = new Set(one.keys.flatMap((need) => tables.needs[need] ?? []));
  for (const [from, to] of tables.turns) {
    if (to.some((phrase) => text.includes(` ${phrase} `))) from.forEach((word) => extra.add(word));
  }
  return [...extra].join(", ");
}

const BOOST = { name: 4, helps: 3, role: 2, alternate: 2, needs: 2, extra: 2, summary: 1 };
const FIELDS = Object.keys(BOOST);

function miniSearch(documents, stops) {
  const index = new MiniSearch({
    fields: FIELDS, idField: "id",
    processTerm: (term) => (stops.has(fold(term)) ? null : fold(term)),
    searchOptions: { prefix: true, fuzzy: 0.2, boost: BOOST },
  });
  index.addAll(documents);
  return (text) => index.search(text).slice(0, TOP).map((hit) => hit.id);
}

// Its own way to look for several words is token search; the whole sentence is no pattern.
function fuse(documents, stops) {
  const index = new Fuse(documents, {
    keys: FIELDS.map((name) => ({ name, weight: BOOST[name] })),
    ignoreLocation: true, ignoreDiacritics: true, threshold: 0.2, useTokenSearch: true,
  });
  return (text) => {
    const terms = withoutStops(text, stops);
    return index.search(terms.join(" "), { limit: TOP }).map((hit) => hit.item.id);
  };
}

function withoutStops(text, stops) {
  const terms = fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const said = terms.filter((term) => !stops.has(term));
  return said.length > 0 ? said : terms;
}

// One string a service; words out of order, one typo a word.
function ufuzzy(documents, stops) {
  const engine = new uFuzzy({ unicode: true, interSplit: "[^\\p{L}\\d']+", intraSplit: "\\p{Ll}\\p{Lu}", intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}", intraChars: "[\\p{L}\\d']", intraContr: "'\\p{L}{1,2}\\b", intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 });
  const haystack = documents.map((one) => FIELDS.map((field) => one[field]).join(" "));
  return (text) => {
    const needle = withoutStops(text, stops).join(" ");
    const [indexes, info, order] = engine.search(haystack, needle, 3, 1000);
    const found = order ? order.map((at) => info.idx[at]) : indexes ?? [];
    return found.slice(0, TOP).map((at) => documents[at].id);
  };
}

const [, , servicesFile, queriesFile] = process.argv;
const services = rows(servicesFile);
const queries = rows(queriesFile);
const tables = readTables();
const ENGINES = { minisearch: miniSearch, "fuse.js": fuse, ufuzzy };

for (const [name, make] of Object.entries(ENGINES)) {
  for (const words of [false, true]) {
    // These two take seconds a query on documents that long.
    if (words && name !== "minisearch" && !process.env.FOYER_LONG) continue;
    for (const language of LANGUAGES) {
      const search = make(documentsOf(services, language, tables, words), tables.stops[language]);
      const asked = queries.filter((query) => query[1] === language);
      search(asked[0][2]); // warm
      for (const [number, , text] of asked) {
        const begun = performance.now();
        const hits = search(text);
        const micros = Math.round((performance.now() - begun) * 1000);
        console.log([words ? `${name}+words` : name, number, micros, hits.join(",")].join("\t"));
      }
    }
  }
}
