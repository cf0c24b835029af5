// Writes one JSON Schema document (draft-07): `dashboard`, and `panels` by type, with shared parts in `definitions`.
import { readFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";

const path = process.argv[2];
const names = [...readFileSync(path, "utf8").matchAll(/^export type (\w+)/gm)].map((match) => match[1]);
const generator = createGenerator({
  path,
  tsconfig: "tsconfig.json",
  skipTypeCheck: true,
  topRef: false,
  expose: "none",
  additionalProperties: false,
  jsDoc: "none",
  sortProps: true,
});

// Inline, the same parts stand dozens of times in the document: shared, it is read a dozen times faster.
const WORTH_SHARING = 120;
const LISTS = new Set(["enum", "required", "type", "const"]);
const MAPS = new Set(["properties", "patternProperties", "definitions"]);
const seen = new Map();

function children(schema) {
  const found = [];
  for (const [key, value] of Object.entries(schema)) {
    if (LISTS.has(key)) continue;
    if (MAPS.has(key)) for (const name of Object.keys(value)) found.push([value, name]);
    else if (Array.isArray(value)) value.forEach((_, index) => found.push([value, index]));
    else if (typeof value === "object" && value !== null) found.push([schema, key]);
  }
  return found;
}

function count(schema) {
  if (typeof schema !== "object" || schema === null) return;
  const text = JSON.stringify(schema);
  if (text.length >= WORTH_SHARING) {
    const entry = seen.get(text) ?? { uses: 0 };
    entry.uses += 1;
    seen.set(text, entry);
    if (entry.uses > 1) return;
  }
  for (const [holder, key] of children(schema)) count(holder[key]);
}

const definitions = {};
let shared = 0;

function share(schema) {
  if (typeof schema !== "object" || schema === null) return schema;
  const entry = seen.get(JSON.stringify(schema));
  if (entry?.name) return { $ref: `#/definitions/${entry.name}` };
  const copy = structuredClone(schema);
  if (entry?.uses > 1) {
    entry.name = `part${++shared}`;
    definitions[entry.name] = copy;
  }
  for (const [holder, key] of children(copy)) holder[key] = share(holder[key]);
  return entry?.name ? { $ref: `#/definitions/${entry.name}` } : copy;
}

const schemas = {};
for (const name of names) {
  const { $schema, definitions: own, ...schema } = generator.createSchema(name);
  if (own && Object.keys(own).length > 0) throw new Error(`${name} has definitions of its own: ${Object.keys(own)}`);
  schemas[name] = schema;
}
Object.values(schemas).forEach(count);
const panels = {};
for (const name of names.filter((name) => name.startsWith("Panel_"))) {
  const schema = schemas[name];
  const type = schema.properties.type.const;
  // Written without sharing the outermost level, so that a panel's own keys are found without a look-up.
  panels[type] = share(schema);
}
const version = JSON.parse(readFileSync("node_modules/@grafana/schema/package.json", "utf8")).version;
const document = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $comment: `Made from @grafana/schema ${version} (Apache-2.0) by scripts/dashboard-schema; do not edit.`,
  dashboard: share(schemas.Dashboard),
  panels,
  definitions,
};
console.log(JSON.stringify(document));
