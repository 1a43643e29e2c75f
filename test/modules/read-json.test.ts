import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatComplaint } from "../../src/base/bad-input.js";
import { readJson } from "../../src/modules/read-json.js";
import { complaintLines } from "./complaint-lines.js";
import { MISSING_COMMA, TRAILING_COMMA } from "./document-examples.js";

const complaintsOf = (text: string) => complaintLines(() => readJson("m.json", text));
const parsed = (text: string) => readJson("m.json", text).document.value;

describe("reading JSON to the letter", () => {
  it("finds the trailing comma of the document's first example (D1)", () => {
    expect(complaintsOf(TRAILING_COMMA)).toEqual(["m.json:7:41: not valid JSON: trailing comma; take the comma away"]);
  });

  it("finds the missing and the trailing comma of the document's second example, and repairs neither (D2)", () => {
    expect(complaintsOf(MISSING_COMMA)).toEqual([
      "m.json:7:41: not valid JSON: missing comma; write a comma here",
      "m.json:11:27: not valid JSON: trailing comma; take the comma away",
    ]);
  });

  it.each([
    ["[1,]", "1:3: not valid JSON: trailing comma; take the comma away"],
    ["[1 2]", "1:3: not valid JSON: missing comma; write a comma here"],
    ["[,]", "1:2: not valid JSON: a value is missing here; write a value, or take the punctuation away"],
    ["[1,,2]", "1:4: not valid JSON: a value is missing here; write a value, or take the punctuation away"],
    ['{"a" 1}', '1:6: not valid JSON: missing colon; write "name": value'],
    ['{"a":}', "1:6: not valid JSON: a value is missing here; write a value, or take the punctuation away"],
    ["{a: 1}", '1:2: not valid JSON: neither a value nor punctuation; write names and texts in double quotes ("...")'],
    ["{1: 2}", '1:2: not valid JSON: a name in double quotes is missing here; write "name": value'],
    ["{} {}", "1:4: not valid JSON: more text after the value; take away what follows the first value"],
    ['{"a": 1', "1:8: not valid JSON: missing closing brace; write } where the object ends"],
    ["[1", "1:3: not valid JSON: missing closing bracket; write ] where the list ends"],
    ["{} // hm", "1:4: not valid JSON: a comment; take it away: JSON has none"],
    ['["a\n"]', '1:2: not valid JSON: a text that does not end on its line; close it with ", or write \\n'],
    ['["\\x"]', "1:2: not valid JSON: unknown escape in a text; write \\\\ for a backslash"],
    ['["\\u12"]', "1:2: not valid JSON: \\u without four hexadecimal digits; write for example \\u00e9"],
    ["[1.]", "1:2: not valid JSON: a number that lacks digits; write a digit after the point or exponent"],
    ["[1e999]", "1:2: the number is too large; write one below 1.8e308"],
    ["", "1:1: there is no JSON here, only emptiness; write at least {}"],
    [" \r\n\t", "1:1: there is no JSON here, only emptiness; write at least {}"],
  ])("refuses %j with its place (M6)", (text, line) => {
    expect(complaintsOf(text)[0]).toBe(`m.json:${line}`);
  });

  it("lets the later of two equal keys win, and says so (M7)", () => {
    const { document, warnings } = readJson("m.json", '{\n  "a": 1,\n  "a": {"b": 2}\n}');
    expect(document.value).toEqual({ a: { b: 2 } });
    expect(warnings.map(formatComplaint)).toEqual([
      'm.json:2:3: "a": the key stands twice in one object, and the later one counts; keep one',
    ]);
    expect(document.complaint({ path: ["a", "b"], on: "value", rule: "", nextStep: "" }).place).toBe("m.json:3:14");
  });

  it("counts lines as editors do, whatever ends them", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      expect(complaintsOf(["[", "  1,", "]"].join(end))[0]).toMatch(/^m\.json:2:4: .*trailing comma/);
    }
  });

  it("takes a key such as __proto__ for a key like others", () => {
    expect(Object.keys(parsed('{"__proto__": {"a": 1}, "constructor": 2}') as object)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  it("refuses what nests too deep instead of running out of stack", () => {
    const rule = "nested more than 100 levels deep; look for brackets that are never closed";
    expect(complaintsOf("[".repeat(200_000))).toEqual([`m.json:1:101: ${rule}`]);
    expect(complaintsOf(`${"[".repeat(100)}${"]".repeat(100)}`)).toEqual([]);
    expect(complaintsOf(JSON.stringify("[".repeat(200)))).toEqual([]);
  });

  it("tells at most twenty errors and the number of the others", () => {
    const lines = complaintsOf(`[${"1,,".repeat(50)}1]`);
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe(
      "m.json: 30 more errors of this kind; mend the first ones, the others may follow from them",
    );
  });

  it("accepts exactly what the language's own parser accepts, with the same value (M6)", () => {
    const json = fc.json({ maxDepth: 4 });
    const damaged = fc
      .tuple(
        json,
        fc.nat(),
        fc.constantFrom("", ",", "{", "}", "[", "]", ":", '"', "\\", "0", "-", ".", "e", "\u000b", "/"),
      )
      .map(([text, at, mark]) => {
        const i = at % (text.length + 1);
        return text.slice(0, i) + mark + text.slice(i + (mark === "" ? 1 : 0));
      });
    fc.assert(
      fc.property(fc.oneof(json, damaged, fc.string()), (text) => {
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(complaintsOf(text)).not.toEqual([]);
          return;
        }
        // Only a number that no double holds is refused here and not there.
        if (complaintsOf(text)[0]?.includes("the number is too large")) return;
        expect(JSON.stringify(parsed(text))).toBe(JSON.stringify(expected));
      }),
      { numRuns: 2000 },
    );
  });
});
