import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CAPABILITIES } from "../../src/cluster/capability.js";
import { schemaFile } from "../../src/scenario/schema/scenario-schema.js";

type Schema = { readonly [key: string]: unknown };

const SCHEMA = JSON.parse(readFileSync(schemaFile(), "utf8")) as Schema & {
  properties: Record<string, Schema>;
  $defs: Record<string, Schema & { properties: Record<string, Schema> }>;
};

/** Every schema inside the schema, with its path. */
function* subschemas(schema: unknown, path: string): Generator<{ path: string; schema: Schema }> {
  if (typeof schema !== "object" || schema === null) return;
  if (!Array.isArray(schema) && !/\/(properties|\$defs)$/.test(path)) yield { path, schema: schema as Schema };
  for (const [key, part] of Object.entries(schema)) yield* subschemas(part, `${path}/${key}`);
}

const ALL = [...subschemas(SCHEMA, "#")];

function definition(name: string) {
  return SCHEMA.$defs[name] as (typeof SCHEMA.$defs)[string];
}

describe("the shipped JSON Schema", () => {
  it("is valid draft 2020-12", () => {
    expect(SCHEMA.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(new Ajv2020().validateSchema(SCHEMA)).toBe(true);
  });

  it("knows no map that takes any key by mistake", () => {
    const open = ALL.filter(
      ({ schema }) => schema.properties !== undefined && schema.additionalProperties === undefined,
    );
    // What a trace may hold depends on its format, and the two formats are closed.
    expect(open.map(({ path }) => path)).toEqual([
      "#/$defs/trace",
      "#/$defs/trace/allOf/0/if",
      "#/$defs/trace/allOf/1/if",
      // Holds keys of a scenario; what it makes of one is checked whole.
      "#/$defs/control",
    ]);
  });

  it("carries the rule for every value that it restricts", () => {
    const silent = ALL.filter(({ schema }) => {
      return (schema.type !== undefined || schema.enum !== undefined) && schema["x-rule"] === undefined;
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it("suggests only what it takes itself", () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(SCHEMA, "scenario");
    const suggestions = ALL.flatMap(({ path, schema }) =>
      [
        ...((schema.examples as unknown[] | undefined) ?? []),
        ...(schema.default === undefined ? [] : [schema.default]),
      ].map((value) => ({ path, value: typeof value === "string" ? parse(value) : value })),
    );
    expect(suggestions.length).toBeGreaterThan(40);
    const refused = suggestions.filter(
      ({ path, value }) => !ajv.validate({ $ref: `scenario${encodeURI(path)}` }, value),
    );
    expect(refused).toEqual([]);
  });

  it("describes every key of every map, for editors", () => {
    const maps = ALL.filter(({ schema }) => schema.properties !== undefined && schema.additionalProperties === false);
    const bare = maps.flatMap(({ path, schema }) =>
      Object.entries(schema.properties as Record<string, Schema>)
        .filter(([key, part]) => key !== "format" && part.description === undefined && describedBy(part) === undefined)
        .map(([key]) => `${path}/${key}`),
    );
    expect(bare).toEqual([]);
  });

  it("knows the same capabilities as the program", () => {
    expect(definition("frameworkCapabilities").items).toMatchObject({ enum: CAPABILITIES });
  });

  it("lets a row override all that describes the cluster, and nothing else", () => {
    const notOfTheCluster = [
      "scenario",
      "name",
      "description",
      "seed",
      "parameters",
      "allocators",
      "control",
      "expect",
    ];
    // Loaded once for all rows.
    notOfTheCluster.push("modules", "modulesDir", "mesosVersion", "kindVersions");
    const cluster = Object.keys(SCHEMA.properties).filter((key) => !notOfTheCluster.includes(key));
    expect(Object.keys(definition("overrides").properties).sort()).toEqual(cluster.sort());
  });
});

function describedBy(schema: Schema): unknown {
  const name = /^#\/\$defs\/(\w+)$/.exec(String(schema.$ref))?.[1];
  return name === undefined ? undefined : definition(name).description;
}
