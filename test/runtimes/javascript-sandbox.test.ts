import { describe, expect, it } from "vitest";
import { AllocatorFailure } from "../../src/allocator/failure.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { openScriptLibrary } from "../../src/runtimes/script-library.js";
import { scratchFile } from "../fixtures/allocators/scratch-files.js";
import { ScriptFolder } from "../fixtures/allocators/script-folder.js";

const DECIDE = "export const decide = () => {};\n";

/** What is printed by code at a script's top level. */
async function printedBy(code: string): Promise<readonly string[]> {
  const script = new ScriptFolder({ "script.js": `${code}\n${DECIDE}` });
  await script.load("script.js");
  return script.printed;
}

/** What expressions are in a script, as the console shows them. */
async function shownValues(expressions: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const code = `const values = [${expressions.map((one) => `() => ${one}`)}];
    for (const value of values) try { console.log(await value()); } catch (error) { console.log(error.message); }`;
  const lines = await printedBy(code);
  return Object.fromEntries(expressions.map((expression, i) => [expression, lines[i] as string]));
}

describe("a JavaScript allocator finds nothing of the host's world", () => {
  const HOSTS = [
    ..."process require module exports __filename __dirname global Buffer fetch XMLHttpRequest WebSocket".split(" "),
    ..."setTimeout setInterval setImmediate queueMicrotask structuredClone performance crypto navigator".split(" "),
    ..."WebAssembly Worker SharedWorker Atomics std os scriptArgs bjson gc Deno Bun".split(" "),
  ];

  it("in its variables, but the language itself", async () => {
    const there = (name: string) => `typeof ${name} !== "undefined" || ${JSON.stringify(name)} in globalThis`;
    const own = ["JSON", "Math", "Reflect", "Proxy", "Map", "Promise", "BigInt", "RegExp", "Float64Array", "Date"];
    const values = await shownValues([...HOSTS, ...own, "console", "print"].map(there));
    const found = Object.values(values).map((value, i) => (value === "true" ? i : -1));
    expect(found.filter((i) => i >= 0 && i < HOSTS.length).map((i) => HOSTS[i])).toEqual([]);
    expect(found.filter((i) => i >= HOSTS.length)).toHaveLength(12);
  });

  it("through constructors and eval, which lead to code of its own", async () => {
    const ways = [
      "Function('return typeof process')()",
      "(() => {}).constructor('return typeof process')()",
      "print.constructor('return typeof process')()",
      "Math.random.constructor('return typeof process')()",
      "Object.getPrototypeOf(function* () {}).constructor('yield typeof process')().next().value",
      "Object.getPrototypeOf(async () => {}).constructor('return typeof process')()",
      "(0, eval)('typeof process')",
      "new Error().constructor.constructor('return typeof process')()",
      "import('../x.js').catch((e) => e.constructor.constructor('return typeof process')())",
    ];
    const values = await shownValues([
      ...ways,
      "new Function('a', 'return a + 1')(1)",
      "Function('return this')() === globalThis",
    ]);
    expect(values).toEqual({
      ...Object.fromEntries(ways.map((way) => [way, "undefined"])),
      "new Function('a', 'return a + 1')(1)": "2",
      "Function('return this')() === globalThis": "true",
    });
  });

  it("in the names of its files", async () => {
    const values = await shownValues(["import.meta.url", "new Error().stack.trim()"]);
    expect(values).toEqual({
      "import.meta.url": "undefined",
      "new Error().stack.trim()": expect.stringMatching(/^at .*\(\/script\/script\.js:1:\d+\)/),
    });
  });
});

describe("a JavaScript allocator's clock", () => {
  it("stands still, and counts what it is given", async () => {
    const expected = {
      "Date.now()": "0",
      "new Date().getTime()": "0",
      "Date()": "Thu Jan 01 1970 00:00:00 GMT+0000",
      "new (class extends Date {})().getTime()": "0",
      "Reflect.construct(Date, []).getTime()": "0",
      "new (Object.getPrototypeOf(new Date()).constructor)().getTime()": "0",
      "new (Date.bind(null))().getTime()": "0",
      "Date.prototype.constructor.now()": "0",
      "new Date(1000).getTime()": "1000",
      "new Date(2020, 0, 31, 12).toISOString()": "2020-01-31T12:00:00.000Z",
      "Date.UTC(2020, 1)": "1580515200000",
      "Date.parse('2020-02-01')": "1580515200000",
      "new Date(0) instanceof Date && Date.name + Date.length": "Date7",
    };
    expect(await shownValues(Object.keys(expected))).toEqual(expected);
  });
});

/** Thrown by a script in its call of decide. */
describe("what a JavaScript allocator throws is an error of its own, whatever it is", () => {
  it.each([
    ["new Error('mine')", "Error: mine"],
    ["new TypeError('mine')", "TypeError: mine"],
    ["new (class Mine extends Error { name = 'Mine' })('x')", "Mine: x"],
    ["'a text'", "a text"],
    ["42", "42"],
    ["null", "null"],
    ["undefined", "undefined"],
    ["Symbol('s')", "Symbol(s)"],
    ["{ code: 7 }", '{"code":7}'],
    ["() => {}", ""],
    ["{ message: 'like an error' }", "Error: like an error"],
    ["{ message: 'x', name: {}, stack: { evil: 1 } }", "x"],
    ["{ get message() { throw new Error('inner'); } }", ""],
    ["new Proxy({}, { get() { throw new Error('inner'); }, ownKeys() { throw new Error('inner'); } })", ""],
    ["{ toJSON() { throw new Error('inner'); } }", ""],
    ["Object.assign(new Error('x'), { toJSON: () => ({ message: 5 }) })", ""],
    ["(() => { const o = {}; o.self = o; return o; })()", ""],
    ["Object.create(null)", ""],
    ["new Error('two\\nlines')", "Error: two lines"],
    ["new Error('x'.repeat(5000))", `Error: ${"x".repeat(1993)}... (3007 more characters)`],
  ])("%s", async (thrown, text) => {
    const script = new ScriptFolder({ "script.js": `export function decide() {\n  throw ${thrown};\n}` });
    const failure = await script.failure("script.js");
    expect(failure.kind).toBe("threw");
    expect(failure.message).toContain(text);
    expect(failure.message).not.toContain("\n");
  });

  it.each([
    ["a getter", "{ get message() { for (;;); } }"],
    ["a proxy", "new Proxy({}, { get() { for (;;); } })"],
    ["toJSON", "{ toJSON() { for (;;); } }"],
    [
      "the name of every error",
      "Object.defineProperty(Error.prototype, 'name', { get() { for (;;); } }) && new Error('x')",
    ],
  ])("and looking at it takes no longer than a call: %s that does not end", async (_, thrown) => {
    const script = new ScriptFolder({ "script.js": `export function decide() { throw ${thrown}; }` });
    const failure = await script.failure("script.js", { callMs: 300 });
    expect(failure.kind).toBe("timedOut");
  });
});

describe("a JavaScript allocator that changes the language's own objects", () => {
  /** Each makes something of what the SDK works with its own. */
  const CHANGES = [
    "Object.prototype.toJSON = () => 'x';",
    "Array.prototype.toJSON = () => ({});",
    "JSON.stringify = () => '}';",
    "JSON.stringify = () => '{\"made\":5}';",
    "JSON.parse = () => null;",
    "Array.prototype.push = function () { return this.length; };",
    "Array.prototype[Symbol.iterator] = function* () { yield 1; };",
    "Array.prototype.map = () => [NaN];",
    "Object.defineProperty(Array.prototype, 0, { get: () => 7, set() {} });",
    "Object.defineProperty(Object.prototype, 'agent', { get: () => ({}), set() {} });",
    "Object.prototype.__proto__ = null;",
    "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 1;",
    "Float64Array.prototype.set = () => {};",
    "globalThis.Float64Array = class { length = 1e9; };",
    "Object.defineProperty(Float64Array.prototype.__proto__, 'length', { get: () => 1e9 });",
    "Map.prototype.get = () => undefined;",
    "Number.isInteger = () => true;",
    "String.prototype.split = () => { throw 1; };",
    "Reflect.construct = () => 1;",
    "Math.max = () => NaN;",
    "for (const name of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[name]; } catch {}",
    "for (const type of [Array, Map, Set, Object, Function]) for (const name of Object.getOwnPropertyNames(type.prototype)) try { type.prototype[name] = null; } catch {}",
  ];

  it.each(CHANGES)("fails by itself, or decides all the same: %s", async (change) => {
    const hostsBefore = Object.getOwnPropertyNames(Object.prototype).length;
    const script = new ScriptFolder({
      "script.js": `${change}
        export function decide(cluster) {
          cluster.metric("x", 1, "unit");
          return cluster.candidates.map((agent) => ({ agent, subscription: cluster.subscriptions()[0], resources: agent.free, why: "y" }));
        }`,
    });
    await settles(() => script.load("script.js").then((ask) => ask()));
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(hostsBefore);
  });

  it.each(CHANGES)("is still no trouble as a module: %s", async (change) => {
    const code = `${change}
      export const mine = { moduleApiVersion: "2", mesosVersion: "1.12.0", kind: "TestModule", compatible: () => true,
        create: () => ({ foo: () => 1 }) };`;
    const timer = { now: 0, after: () => () => {} };
    const options = { limits: { ...UNLIMITED, callMs: 20_000 }, seed: 1, timer };
    const opening = await openScriptLibrary(scratchFile("modules.js", code), options);
    if (opening.kind !== "ready") return;
    const found = await opening.value.module("mine");
    if (found.kind !== "ready" || found.value === null) return;
    const made = await found.value.create([]);
    if (made.kind !== "ready" || made.value === null) return;
    await settles(async () => made.value?.call("foo", {}, () => {}));
    opening.value.close();
  });

  it("leaves the next one as it was", async () => {
    expect(await printedBy("console.log(JSON.stringify({ a: [1, Math.max(1, 2)] }))")).toEqual(['{"a":[1,2]}']);
  });
});

/** Whatever comes of it is the guest's: decisions, or a failure that says so. */
async function settles(run: () => Promise<unknown>): Promise<void> {
  await run().catch((error) => expect(error).toBeInstanceOf(AllocatorFailure));
}

describe("a JavaScript allocator that returns", () => {
  it.each([
    ["a proxy", "new Proxy([], { get() { throw new Error('trap'); } })", "trap"],
    ["an iterator that throws", "{ [Symbol.iterator]() { throw new Error('trap'); } }", "trap"],
    ["offers whose fields are traps", "[{ get agent() { throw new Error('trap'); } }]", ""],
    ["a promise", "Promise.resolve([])", ""],
    ["a number", "7", ""],
  ])("%s is told so", async (_, returned, text) => {
    const script = new ScriptFolder({ "script.js": `export const decide = () => (${returned});` });
    const failure = await script.failure("script.js");
    expect(failure.kind).toBe("threw");
    expect(failure.message).toContain(text);
  });

  it("an iterator without end is stopped", async () => {
    const code = "export const decide = () => ({ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) });";
    const endless = new ScriptFolder({ "script.js": code.replace("({ done: false })", "{ for (;;); }") });
    expect((await endless.failure("script.js", { callMs: 300 })).kind).toBe("timedOut");
    const short = new ScriptFolder({ "script.js": code.replace("done: false", "done: true") });
    (await short.load("script.js"))();
  });
});
