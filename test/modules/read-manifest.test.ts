import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatComplaint } from "../../src/base/bad-input.js";
import { manifestSchemaErrors, manifestSchemaFile } from "../../src/modules/manifest-schema.js";
import { readJson } from "../../src/modules/read-json.js";
import { readManifest } from "../../src/modules/read-manifest.js";
import { complaintLines } from "./complaint-lines.js";
import { MISSING_COMMA } from "./document-examples.js";

const read = (text: string) => readManifest("m.json", readJson("m.json", text).document);
const librariesOf = (text: string) => read(text).manifest.libraries;
const complaintsOf = (text: string) => complaintLines(() => read(text));
const warningsOf = (text: string) => read(text).warnings.map(formatComplaint);

/** A manifest of one library with these fields beside `file`. */
const library = (fields: string) => `{"libraries": [{"file": "./a.so"${fields}}]}`;
/** A manifest of one module with one parameter. */
const parameter = (text: string) => library(`, "modules": [{"name": "m", "parameters": [${text}]}]`);

describe("a manifest", () => {
  it("lists libraries, their modules and the modules' parameters, each with its place", () => {
    const text = `{"libraries": [
  {"file": "./a.so", "modules": [
    {"name": "m", "parameters": [{"key": "X", "value": "Y"}]},
    {"name": "n"}]},
  {"name": "b"}]}`;
    expect(read(text)).toEqual({
      manifest: {
        source: "m.json",
        libraries: [
          {
            place: "m.json:2:12",
            library: { file: "./a.so" },
            modules: [
              { place: "m.json:3:14", name: "m", parameters: [{ key: "X", value: "Y" }] },
              { place: "m.json:4:14", name: "n", parameters: [] },
            ],
          },
          { place: "m.json:5:12", library: { name: "b" }, modules: [] },
        ],
      },
      warnings: [],
    });
  });

  it.each(["[]", "null", "3", '"text"', "true"])("is an object, not %s (M6)", (text) => {
    const example = JSON.stringify(JSON.parse(readFileSync(manifestSchemaFile(), "utf8")).examples[0]);
    expect(complaintsOf(text)).toEqual([
      `m.json:1:1: ${JSON.stringify(text.replaceAll('"', ""))}: a manifest is a JSON object; write for example ${example}`,
    ]);
  });

  it("warns of a key that it does not know, with the nearest one that it does (M8, D23)", () => {
    const text = library(', "modules": [{"name": "m", "paramters": []}], "zzzzzzzzzzzz": 1');
    expect(warningsOf(text)).toEqual([
      'm.json:1:61: "paramters": unknown key in a module; it has no effect; did you mean "parameters"?',
      'm.json:1:80: "zzzzzzzzzzzz": unknown key in a library; it has no effect; the known keys are file, name, modules',
    ]);
    expect(librariesOf(text)[0]?.modules).toEqual([{ place: "m.json:1:56", name: "m", parameters: [] }]);
  });

  it("may name its schema for editors", () => {
    expect(warningsOf('{"$schema": "./manifest.schema.json", "libraries": []}')).toEqual([]);
  });

  it("takes null for absent (M9)", () => {
    expect(librariesOf('{"libraries": null}')).toEqual([]);
    expect(librariesOf('{"libraries": [null, {"file": null, "name": "a", "modules": null}]}')).toMatchObject([
      { library: { name: "a" }, modules: [] },
    ]);
    expect(librariesOf(library(', "modules": [null, {"name": "m", "parameters": [null]}]'))).toMatchObject([
      { modules: [{ name: "m", parameters: [] }] },
    ]);
  });

  it("refuses a parameter that lacks its key or value, or has null there (M9)", () => {
    const say = (rule: string) => `m.json:1:76: ${rule}`;
    expect(complaintsOf(parameter('{"key": "X"}'))).toEqual([
      say('a parameter needs the key value; add "value": "..."'),
    ]);
    expect(complaintsOf(parameter('{"value": "Y"}'))).toEqual([say('a parameter needs the key key; add "key": "..."')]);
    expect(complaintsOf(parameter('{"key": null, "value": null}'))).toEqual([
      'm.json:1:84: "null": a parameter needs a key, which is a text; write for example "X"',
      'm.json:1:99: "null": a parameter needs a value, which is a text; write for example "30"',
    ]);
  });

  it("refuses a module without a name, naming its place in the library", () => {
    expect(complaintsOf(library(', "modules": [{}]'))).toEqual([
      'm.json:1:47: a module needs the key name; add "name": "..."',
    ]);
  });

  it.each([
    ["an array for a text", library(', "name": ["a"]'), '"[\\"a\\"]": name is a text, the name of a library'],
    ["a number for a text", '{"libraries": [{"file": 3}]}', '"3": file is a text, the path of a library'],
    ["true for a text", parameter('{"key": "X", "value": true}'), '"true": a parameter needs a value, which is a text'],
    [
      "a number for a value",
      parameter('{"key": "X", "value": 30}'),
      '"30": a parameter needs a value, which is a text',
    ],
    ["a text for a library", '{"libraries": ["a"]}', '"a": a library is an object with file or name'],
    ["a text for a module", library(', "modules": ["m"]'), '"m": a module is an object with a name'],
    ["a text for libraries", '{"libraries": "a"}', '"a": libraries is a list of objects'],
    ["a number for parameters", library(', "modules": [{"name": "m", "parameters": 1}]'), '"1": parameters is a list'],
  ])("refuses %s (M10)", (_, text, rule) => {
    const lines = complaintsOf(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`: ${rule}`);
  });

  it("takes a single object where a list is meant (M11)", () => {
    const text = '{"libraries": {"file": "a.so", "modules": {"name": "m", "parameters": {"key": "X", "value": "Y"}}}}';
    expect(librariesOf(text)).toMatchObject([
      { library: { file: "a.so" }, modules: [{ name: "m", parameters: [{ key: "X", value: "Y" }] }] },
    ]);
    expect(complaintsOf('{"libraries": {"modules": {"nam": "m"}}}')).toHaveLength(3);
  });

  it("may be empty, or list a library without modules (M14)", () => {
    expect(librariesOf("{}")).toEqual([]);
    expect(librariesOf('{"libraries": []}')).toEqual([]);
    expect(librariesOf('{"libraries": [{"name": "a"}, {"name": "b", "modules": []}]}')).toHaveLength(2);
  });

  it("prefers file to name, which is then ignored (M15)", () => {
    expect(librariesOf('{"libraries": [{"name": "b", "file": "./a.so"}]}')).toMatchObject([
      { library: { file: "./a.so" }, place: "m.json:1:38" },
    ]);
    expect(complaintsOf('{"libraries": [{"name": "b", "file": ""}]}')).toEqual([
      'm.json:1:38: "": file is a text, the path of a library; write for example "./libfoo.so"',
    ]);
  });

  it("refuses a library with neither file nor name (M17)", () => {
    const rule = 'a library needs file or name; write for example "file": "./libfoo.so"';
    expect(complaintsOf('{"libraries": [{"modules": []}]}')).toEqual([`m.json:1:16: ${rule}`]);
    expect(complaintsOf('{"libraries": [{"file": null}]}')).toEqual([`m.json:1:16: ${rule}`]);
  });

  it("does not know path: a warning, and an error when there is nothing else (D4)", () => {
    const unknown = '"path": unknown key in a library; it has no effect; did you mean "file"?';
    expect(warningsOf(library(', "path": "./b.so"'))).toEqual([`m.json:1:35: ${unknown}`]);
    expect(complaintsOf('{"libraries": [{"path": "./b.so"}]}')).toEqual([
      'm.json:1:16: a library needs file or name; write for example "file": "./libfoo.so"',
      `m.json:1:17: ${unknown}`,
    ]);
  });

  it("tells everything that is wrong at once, from top to bottom", () => {
    const text = `{
  "libraries": [
    {"modules": [{"name": 1}]},
    {"file": "a", "modules": [{"parameters": [{"key": "X"}]}]}
  ]
}`;
    expect(complaintsOf(text).map((line) => line.split(": ")[0])).toEqual([
      "m.json:3:5",
      "m.json:3:27",
      "m.json:4:31",
      "m.json:4:47",
    ]);
  });

  it("keeps parameters exactly as given: order and equal keys (M28)", () => {
    const text = parameter(
      '{"key":"b","value":"1"},{"key":"a","value":""},{"key":"b","value":"1"},{"key":"","value":"x"}',
    );
    expect(librariesOf(text)[0]?.modules[0]?.parameters).toEqual([
      { key: "b", value: "1" },
      { key: "a", value: "" },
      { key: "b", value: "1" },
      { key: "", value: "x" },
    ]);
  });

  it("lists two modules where the document's prose runs their names together (D3)", () => {
    const text =
      '{"libraries": [{"name": "foo", "modules": [{"name": "org_apache_mesos_bar"}, {"name": "org_apache_mesos_baz"}]}]}';
    expect(librariesOf(text)[0]?.modules.map(({ name }) => name)).toEqual([
      "org_apache_mesos_bar",
      "org_apache_mesos_baz",
    ]);
  });

  it("reads the document's second example once its commas are mended (D2)", () => {
    const mended = MISSING_COMMA.replace('bar"\n', 'bar",\n').replace('"Y",', '"Y"');
    expect(librariesOf(mended)).toMatchObject([
      { library: { name: "foo" }, modules: [{ parameters: [{ key: "X", value: "Y" }] }] },
    ]);
  });
});

describe("the published schema of manifests", () => {
  it("is a schema of draft 2020-12 that any validator can compile (D22)", () => {
    const schema = JSON.parse(readFileSync(manifestSchemaFile(), "utf8"));
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validateSchema(schema)).toBe(true);
    for (const example of schema.examples) expect(ajv.validate(schema, example)).toBe(true);
  });

  it("agrees with the loader on every document (D22)", () => {
    const text = fc.constantFrom("a", "./a.so");
    const maybe = <T>(value: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 6, arbitrary: value as fc.Arbitrary<unknown> }, WRONG);
    const listOf = <T>(value: fc.Arbitrary<T>) => fc.oneof(fc.array(value, { maxLength: 2 }), value);
    const parameters = fc.record({ key: maybe(text), value: maybe(text) });
    const modules = fc.record(
      { name: maybe(text), parameters: maybe(listOf(maybe(parameters))) },
      { requiredKeys: ["name"] },
    );
    const libraries = fc.record(
      { file: maybe(text), name: maybe(text), modules: maybe(listOf(maybe(modules))) },
      { requiredKeys: [] },
    );
    const documents = fc.record({ libraries: maybe(listOf(maybe(libraries))) });
    fc.assert(
      fc.property(documents, (document) => {
        const isValid = manifestSchemaErrors(document).length === 0;
        expect(complaintsOf(JSON.stringify(document)).length === 0).toBe(isValid);
      }),
    );
  });
});

const WRONG: fc.Arbitrary<unknown> = fc.constantFrom(null, 1, true, "", [], {}, [null], [1]);
