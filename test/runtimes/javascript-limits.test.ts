import { describe, expect, it } from "vitest";
import { ScriptFolder } from "../fixtures/allocators/script-folder.js";

/** Code of decide that goes on while `on` is true: for ever, or three times over. */
const LOOPS: Readonly<Record<string, string>> = {
  "a loop": "while (on()) ;",
  "a loop that catches whatever comes": "while (on()) { try { while (on()) ; } catch {} finally { while (on()) ; } }",
  recursion: "const f = () => { try { if (on()) f(); } catch { if (on()) f(); } }; f();",
  "a generator": "const all = (function* () { while (on()) yield 1; })(); for (const one of all) ;",
  "a comparison while sorting": "[2, 1].sort(() => { while (on()) ; return 0; });",
  "a replacement while matching": "'aaaa'.replace(/a/g, () => { while (on()) ; return ''; });",
  "a reviver": "JSON.parse('[1]', () => { while (on()) ; });",
  "a getter": "const o = { get x() { while (on()) ; return 1; } }; JSON.stringify(o);",
  "a proxy": "Reflect.ownKeys(new Proxy({}, { ownKeys() { while (on()) ; return []; } }));",
  "a conversion to text": "String({ toString() { while (on()) ; return ''; } });",
  "code from a text": "new Function('on', 'while (on()) ;')(on);",
  "a constructor": "class A { static { while (on()) ; } }",
};

const ON = "let turns = 0;\nconst on = () => ENDLESS || ++turns < 3;\n";

function looping(body: string, isEndless: boolean): ScriptFolder {
  const on = ON.replace("ENDLESS", String(isEndless));
  return new ScriptFolder({ "script.js": `${on}export function decide() {\n${body}\n}` });
}

describe("a JavaScript allocator is stopped in time", () => {
  it.each(Object.entries(LOOPS))("in %s, which may have an end", async (_, body) => {
    const failure = await looping(body, true).failure("script.js", { callMs: 500 });
    expect(failure.kind).toBe("timedOut");
    expect(failure.message).toMatch(/^\S+script\.js:\d+: no answer within 500 ms$/);
    (await looping(body, false).load("script.js"))();
  });

  it("in a regular expression that goes back and back, which may be short", async () => {
    const body = (length: number) => `/^(a+)+$/.test("a".repeat(${length}) + "b");`;
    expect((await looping(body(40), true).failure("script.js", { callMs: 500 })).kind).toBe("timedOut");
    (await looping(body(6), true).load("script.js"))();
  });

  it.each([
    ["an async function", "async function spin() { while (on()) await 0; }\nspin();"],
    ["a promise that makes the next", "const next = () => (on() ? Promise.resolve().then(next) : 0);\nnext();"],
    [
      "one that catches whatever comes",
      "const next = () => (on() ? Promise.reject(1).catch(next).finally(next) : 0);\nnext();",
    ],
    ["a wait at top level", "while (on()) await 0;"],
  ])("while it is loaded, in promises without end: %s", async (_, code) => {
    const script = (isEndless: boolean) =>
      new ScriptFolder({
        "script.js": `${ON.replace("ENDLESS", String(isEndless))}${code}\nexport const decide = () => {};`,
      });
    expect((await script(true).failure("script.js", { callMs: 500 })).kind).toBe("timedOut");
    (await script(false).load("script.js"))();
  });

  it("in an imported file", async () => {
    const script = (end: number) =>
      new ScriptFolder({
        "script.js": 'import "./part.js";\nexport const decide = () => {};',
        "part.js": `let n = 0;\nwhile (n < ${end}) n++;`,
      });
    const endless = script(Number.POSITIVE_INFINITY);
    const failure = await endless.failure("script.js", { callMs: 500 });
    expect(failure).toMatchObject({ kind: "timedOut", message: expect.stringContaining(endless.path("part.js")) });
    await script(10).load("script.js");
  });
});

describe("the steps of a JavaScript allocator", () => {
  it("are the same each time: it is stopped at the same turn", async () => {
    const count = async () => {
      const code = "export function decide() { for (let n = 0; ; n++) if (n % 1000 === 0) console.log(n); }";
      const script = new ScriptFolder({ "script.js": code });
      const ask = await script.load("script.js", { steps: 1_000_000 });
      expect(ask).toThrow("no answer within 1000000 steps");
      return script.printed.length;
    };
    const first = await count();
    expect(first).toBeGreaterThan(100);
    expect(await count()).toBe(first);
  });
});

/** Some 200 MB, or as many KB. */
const HOGS: Readonly<Record<string, (items: string) => string>> = {
  objects: (items) => `for (let i = 0; i < ${items} * 2; i++) kept.push({ i });`,
  "one long text": (items) => `kept.push("x".repeat(${items} * 200));`,
  "one long text of wide characters": (items) => `kept.push("\\u{1f600}".repeat(${items} * 50));`,
  "an array": (items) => `kept.push(new Array(${items} * 25).fill(1.5));`,
  "a buffer": (items) => `kept.push(new ArrayBuffer(${items} * 200));`,
  "typed arrays": (items) => `for (let i = 0; i < 100; i++) kept.push(new Float64Array(${items} / 4));`,
  "a map": (items) => `const m = new Map(); for (let i = 0; i < ${items} * 2; i++) m.set(i, "v" + i); kept.push(m);`,
  closures: (items) => `for (let i = 0; i < ${items} * 2; i++) kept.push(() => i);`,
};

describe("a JavaScript allocator that takes too much memory", () => {
  const hog = (body: string) =>
    new ScriptFolder({ "script.js": `const kept = [];\nexport function decide() {\n${body}\n}` });

  it.each(Object.entries(HOGS))(
    "in %s runs out of it, and does not where it has enough or takes little",
    async (_, body) => {
      const large = hog(body("1e6"));
      const failure = await large.failure("script.js", { memoryBytes: 24 * 1024 ** 2 });
      expect(failure.kind, failure.message).toBe("outOfMemory");
      (await hog(body("1e3")).load("script.js", { memoryBytes: 24 * 1024 ** 2 }))();
    },
  );

  it("does not where the limit is lifted", async () => {
    const { objects } = HOGS as { objects: (items: string) => string };
    (await hog(objects("1e6")).load("script.js", { memoryBytes: null }))();
  });

  // A result needs a few bytes of its own to come over: with none left, neither it nor what was thrown does.
  it.each(["", "throw 1;", "return [];"])("so that there is none for its result: it has failed (%s)", async (end) => {
    const body = (most: string) =>
      `for (let i = 0; i < ${most}; i++) try { kept.push(() => kept); } catch { break; }\n${end}`;
    const failure = await hog(body("Infinity")).failure("script.js", { memoryBytes: 4 * 1024 ** 2 });
    expect(["outOfMemory", "threw"]).toContain(failure.kind);
  });

  it("cannot go on as if nothing were", async () => {
    const body = "for (;;) try { kept.push(new Array(1e5).fill(1.5)); } catch {}";
    const failure = await hog(body).failure("script.js", { memoryBytes: 24 * 1024 ** 2, callMs: 1000 });
    expect(["outOfMemory", "timedOut"]).toContain(failure.kind);
  });
});

describe("a JavaScript allocator that goes too deep", () => {
  const DEEP: Readonly<Record<string, (depth: number) => string>> = {
    calls: (depth) => `const f = (n) => (n === 0 ? 0 : 1 + f(n - 1)); f(${depth});`,
    "calls through the language": (depth) => `let n = 0; const f = () => { if (n++ < ${depth}) [1].map(f); }; f();`,
    getters: (depth) => `let n = 0; const o = { get x() { return n++ < ${depth} ? this.x : 0; } }; o.x;`,
    constructors: (depth) => `let n = 0; class A { constructor() { if (n++ < ${depth}) new A(); } } new A();`,
    generators: (depth) => `function* g(n) { if (n > 0) yield* g(n - 1); } [...g(${depth})];`,
    proxies: (depth) => `let p = {}; for (let i = 0; i < ${depth}; i++) p = new Proxy(p, {}); p.x;`,
  };
  const script = (body: string) => new ScriptFolder({ "script.js": `export function decide() {\n${body}\n}` });

  it.each(Object.entries(DEEP))("in %s has an error in its own line, and can go on from it", async (_, body) => {
    const deep = script(body(100_000));
    const ask = await deep.load("script.js");
    for (let call = 0; call < 2; call++) {
      expect(ask).toThrow(new RegExp(`^${deep.path("script.js")}:2: InternalError: stack overflow$`));
    }
    const caught = script(`try { ${body(100_000)} } catch (error) { console.log(error.message); }`);
    (await caught.load("script.js"))();
    expect(caught.printed).toEqual(["stack overflow"]);
    (await script(body(20)).load("script.js"))();
  });

  it("may go less deep when it is told so", async () => {
    const { calls } = DEEP as { calls: (depth: number) => string };
    (await script(calls(500)).load("script.js"))();
    expect((await script(calls(500)).failure("script.js", { stackBytes: 32 * 1024 })).message).toContain(
      "stack overflow",
    );
    (await script(calls(50)).load("script.js", { stackBytes: 32 * 1024 }))();
  });

  it("has an error, too, where the host's stack is smaller than that of a run's process", async () => {
    const parser = await script("eval('('.repeat(1e5));").load("script.js");
    for (let call = 0; call < 2; call++) expect(parser).toThrow(/stack/);
  });
});
