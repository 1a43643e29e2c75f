import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldsDefect } from "../../../src/runtimes/native/fields.js";
import { readFields } from "../../../src/runtimes/native/read-fields.js";
import { writeFields } from "../../../src/runtimes/native/write-fields.js";

/** `path = value (type)` */
function lines(data: unknown): string[] {
  const { paths, values, types } = writeFields(data);
  return paths.map((path, i) => `${path} = ${values[i]} (${types[i]})`);
}

/** What C can hold: no NUL, and no name that is empty. */
const text = fc.string({ unit: "binary" }).filter((text) => !/\p{Surrogate}|\0/u.test(text));
const name = fc.oneof(text, fc.constantFrom("0", "1", "a.b", "\\", ".", "__proto__")).filter((name) => name !== "");
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
  ),
})).value;
const object = fc
  .array(fc.tuple(name, value), { minLength: 1, maxLength: 4 })
  .map((members) => Object.fromEntries(members));

describe("JSON as fields", () => {
  it("is paths and values: lists with their length, objects with their number of members, null not at all", () => {
    const task = {
      id: "t1",
      labels: [
        { key: "a", value: "b" },
        { key: "c", value: null },
      ],
      share: 0.5,
      lost: true,
    };
    expect(lines({ task, agent: null, environment: {} })).toEqual([
      "environment = 0 (o)",
      "task = 4 (o)",
      "task.id = t1 (t)",
      "task.labels = 2 (l)",
      "task.labels.0 = 2 (o)",
      "task.labels.0.key = a (t)",
      "task.labels.0.value = b (t)",
      "task.labels.1 = 1 (o)",
      "task.labels.1.key = c (t)",
      "task.lost = true (b)",
      "task.share = 0.5 (n)",
    ]);
  });

  it("escapes the dots and backslashes of names", () => {
    expect(lines({ "a.b": { "\\": "x.y" } })).toEqual(["a\\.b = 1 (o)", "a\\.b.\\\\ = x.y (t)"]);
  });

  it("is in the byte order of the paths, by which C searches it", () => {
    fc.assert(
      fc.property(object, (data) => {
        const paths = writeFields(data).paths.map((path) => Buffer.from(path));
        for (let i = 1; i < paths.length; i++) {
          expect(Buffer.compare(paths[i - 1] as Buffer, paths[i] as Buffer)).toBeLessThan(0);
        }
      }),
    );
  });

  it("comes back as it went", () => {
    fc.assert(
      fc.property(object, (data) => {
        expect(readFields(writeFields(data))).toEqual(data);
      }),
    );
    for (const bare of ["x", "", 7, false, ["a", ["b"]], [], null]) expect(readFields(writeFields(bare))).toEqual(bare);
  });

  it.each([
    [{ a: { b: "x\0y" } }, "a text at a.b holds a NUL character"],
    [{ a: { "": 1 } }, "a member of a has no name"],
    [{ "": 1 }, "a member of the input has no name"],
  ])("does not cross when C cannot read it: %j", (data, message) => {
    expect(() => writeFields(data)).toThrow(new FieldsDefect(message));
  });

  it("leaves out numbers that JSON has not", () => {
    expect(lines({ a: Number.NaN, b: [1 / 0], c: 1 })).toEqual(["b = 1 (l)", "c = 1 (n)"]);
  });
});

describe("fields from a module", () => {
  const given = (types: string | null, ...fields: readonly (readonly [string | null, string | null])[]) =>
    readFields({ paths: fields.map(([path]) => path), values: fields.map(([, value]) => value), types });

  it("may be in any order, name an object by its members alone, and change their mind", () => {
    expect(given("ttlt", ["a.b", "1"], ["l.0", "x"], ["l", "1"], ["a.b", "2"])).toEqual({ a: { b: "2" }, l: ["x"] });
  });

  it("without types are texts, and lists where something is below", () => {
    expect(given(null, ["l", "1"], ["l.0", "x"], ["t", "1"], ["o.k", "y"])).toEqual({
      l: ["x"],
      t: "1",
      o: { k: "y" },
    });
    expect(given(null, ["", "bare"])).toBe("bare");
  });

  it("are null when there are none, and where a value is a null pointer", () => {
    expect(given("")).toBeNull();
    expect(given("tt", ["a", null], ["b", "x"])).toEqual({ b: "x" });
  });

  it.each<[string, string | null, readonly (readonly [string | null, string | null])[]]>([
    ["a path is a null pointer", null, [[null, "x"]]],
    ['the path "a..b" has an empty name in it', null, [["a..b", "x"]]],
    ['the path "a\\\\.." has an empty name in it', null, [["a\\..", "x"]]],
    [
      'l is a list of "2", and 1 items are there',
      null,
      [
        ["l", "2"],
        ["l.0", "x"],
      ],
    ],
    ['l is a list of "-1", and 0 items are there', "l", [["l", "-1"]]],
    [
      "l lacks item 1",
      "ltt",
      [
        ["l", "2"],
        ["l.0", "x"],
        ["l.2", "x"],
      ],
    ],
    [
      "a has a value, and something is below it",
      "tt",
      [
        ["a", "x"],
        ["a.b", "y"],
      ],
    ],
    ['a is "many", which is no number', "n", [["a", "many"]]],
    ['a is "true", which is no number', "n", [["a", "true"]]],
    ['the answer is "yes", which is no boolean', "b", [["", "yes"]]],
    ['a has the unknown type "?"', "?", [["a", "x"]]],
  ])("are refused: %s", (message, types, fields) => {
    expect(() => given(types, ...fields)).toThrow(new FieldsDefect(message));
  });
});
