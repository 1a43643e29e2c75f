import { expect, it } from "vitest";
import { ScriptFolder } from "../fixtures/allocators/script-folder.js";

/** Values as code, and how the console shows them. */
const SHOWN: Readonly<Record<string, string>> = {
  "'a text', 1, true, null, undefined": "a text 1 true null undefined",
  "-0, NaN, 10n, 1e21, 0.1": "-0 NaN 10n 1e+21 0.1",
  "Symbol('s'), () => 1, class A {}": "Symbol(s) [function] [function A]",
  "['a', 1, [2, []]]": '["a", 1, [2, []]]',
  "{ a: 1, 'b c': { d: 'e' } }, {}": '{ a: 1, b c: { d: "e" } } {}',
  "new (class Agent { id = 3; #hidden = 4; })()": "Agent { id: 3 }",
  "new Map([['a', 1], [{ b: 2 }, 3]]), new Set([1, 'x'])": 'Map { "a" => 1, { b: 2 } => 3 } Set { 1, "x" }',
  "new Float64Array([0, 1.5]), new Uint8Array(0)": "[0, 1.5] []",
  "Object.assign(Object.create(null), { a: 1 })": "{ a: 1 }",
  "(() => { const o = { a: 1 }; o.self = o; return o; })()": "{ a: 1, self: [circular] }",
  "{ a: { b: { c: { d: { e: 1 } } } } }": "{ a: { b: { c: {...} } } }",
  "Array.from({ length: 102 }, () => 7)": `[${"7, ".repeat(100)}... 2 more]`,
  "new Array(3)": "[undefined, undefined, undefined]",
  "'two\\nlines'": "two\nlines",
};

it("the console of JavaScript shows every kind of value, and so does print", async () => {
  const [arrow, dot] = ["console.log", "print"];
  const lines = Object.keys(SHOWN).flatMap((values) => [`${arrow}(${values});`, `${dot}(${values});`]);
  const script = new ScriptFolder({ "script.js": `${lines.join("\n")}\nexport const decide = () => {};` });
  await script.load("script.js");
  expect(script.printed).toEqual(Object.values(SHOWN).flatMap((shown) => [shown, shown]));
});

it("shows an error with its stack", async () => {
  const code = "console.log(new TypeError('no'));\nexport const decide = () => {};";
  const script = new ScriptFolder({ "script.js": code });
  await script.load("script.js");
  expect(script.printed[0]).toMatch(/^TypeError: no\n {4}at <anonymous> \(\/script\/script\.js:1:\d+\)/);
});

it("has all the names that it has elsewhere", async () => {
  const code = `for (const name of ["log", "info", "warn", "error", "debug", "dir"]) console[name](name);
    console.assert(1 === 1, "not said");
    console.assert(1 === 2, "said", 3);
    console.trace("here");
    export const decide = () => {};`;
  const script = new ScriptFolder({ "script.js": code });
  await script.load("script.js");
  expect(script.printed.slice(0, 7)).toEqual([
    ..."log info warn error debug dir".split(" "),
    "Assertion failed: said 3",
  ]);
  expect(script.printed[7]).toMatch(/^here \n {4}at /);
});
