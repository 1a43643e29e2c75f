import { describe, expect, it } from "vitest";
import { describeHost } from "../fixtures/allocators/host-behaviour.js";
import { describeLimits } from "../fixtures/allocators/limit-behaviour.js";
import { describeReporting } from "../fixtures/allocators/reporting-behaviour.js";
import { ScriptFolder } from "../fixtures/allocators/script-folder.js";

const decide = (body: string) => `export function decide(cluster) {\n${body}\n}`;

/** Makes one offer of so much of the first resource to framework 0 in role 1. */
const offer = (amount: string, rest = "", agent = "cluster.agents[0]") =>
  decide(
    `const all = cluster.zeros();\nall[0] = ${amount};\ncluster.offer(cluster.roles[1].subscriptions[0], ${agent}, all${rest});`,
  );

describeHost("JavaScript", {
  extension: ".js",
  offersCpus: `
    export const triggers = ["recoverResources", "requestResources"];
    export function* decide(cluster) {
      const subscription = cluster.roles[1].subscriptions[0];
      for (const agent of cluster.candidates) {
        const resources = cluster.zeros();
        for (const key of cluster.plainKeys) if (cluster.keys[key].name === "cpus") resources[key] = agent.free[key];
        if (cluster.isAllocatable(resources)) yield { subscription, agent, resources };
      }
    }`,
  syntaxError: { code: "const x = 1;\nconst y = = 2;", line: 2 },
  throwsAtLoad: { code: "const x = 1;\nx.y.z();", line: 2 },
  throwsInDecide: { code: decide("const x = 1;\nthrow new Error('no\\ngood');"), line: 3 },
  misusesSdk: { code: offer("1", "", "cluster.agents[99]"), line: 4 },
  offersHalves: offer("0.5"),
  noDecide: "export const decide = 1;",
  // QuickJS does not note lines in a loop: what it names is the line in which the function begins.
  endless: { code: decide("let n = 0;\nwhile (true) n++;"), line: 1 },
  endlessAtLoad: { code: "let n = 0;\nwhile (true) n++;", line: 1 },
  stubborn: decide("while (true) { try { while (true); } catch {} finally { while (true); } }"),
  hog: decide("globalThis.kept = []; for (let i = 0; i < 600000; i++) kept.push({ i, text: 'x' + i });"),
  prints: decide("console.log('one', 2);"),
  printsRandom: `console.log(Math.random()); ${decide("")}`,
  printsClock: `console.log(Date.now() + new Date().getTime()); ${decide("")}`,
});

describeReporting("JavaScript", {
  extension: ".js",
  explains: offer("1000", ", { why: 'it waits: ä' }"),
  reports: decide(
    "cluster.metric('queue.length', 2.5, 'tasks'); cluster.metric('queue.length', 3.5, 'tasks'); cluster.metric('plain', -1);",
  ),
  misnames: decide("cluster.metric('no name', 1);"),
  reportsNothing: decide("cluster.metric('load', NaN);"),
  changesUnits: decide("cluster.metric('load', 1, 'a'); cluster.metric('load', 1, 'b');"),
  explainsAtLength: offer("1000", ", { why: 'x'.repeat(1025) }"),
});

describeLimits("JavaScript", {
  extension: ".js",
  works: decide("let n = 0; for (let i = 0; i < 1e6; i++) n += i;"),
  worksStubbornly: decide("while (true) { try { while (true); } catch {} finally { while (true); } }"),
  chatters: decide("for (let i = 0; i < 1000; i++) console.log('x'.repeat(100));"),
  chattersStubbornly: decide("while (true) { try { console.log('x'.repeat(100)); } catch {} }"),
  recursesForEver: { code: decide("const f = () => f() + 1;\nf();"), line: 2 },
  recurses: decide("const down = (n) => (n === 0 ? 0 : 1 + down(n - 1)); down(400);"),
  smallStackBytes: 16 * 1024,
});

describe("a JavaScript script", () => {
  /** What it prints while it is loaded, and asked once. */
  const run = async (code: string) => {
    const script = new ScriptFolder({ "script.js": code });
    (await script.load("script.js"))();
    return script.printed;
  };

  it.each([
    ["an object", "export default { decide(cluster) { console.log(this.greeting); }, greeting: 'hello' };"],
    [
      "an instance of a class",
      "class A { #greeting = 'hello'; decide() { console.log(this.#greeting); } }\nexport default new A();",
    ],
  ])("may have %s as its default export", async (_, code) => {
    expect(await run(code)).toEqual(["hello"]);
  });

  it("is told of what happens, in its own world", async () => {
    const code = `const ops = [];
      export function onEvent(cluster, event) { ops.push(event.op); }
      export function decide() { console.log(ops.join()); }`;
    expect(await run(code)).toEqual(["allocate"]);
  });

  it("is told the line of decide when what it returned is wrong, and what is", async () => {
    const list = "// A comment.\nexport function decide(cluster) {\n  return [{ agent: 3 }];\n}";
    await expect(run(list)).rejects.toThrow(/script\.js:2: Error: offer 1: subscription is undefined/);
    const generator = "export function* decide(cluster) {\n  yield 7;\n}";
    await expect(run(generator)).rejects.toThrow(/script\.js:1: Error: offer 1 is 7/);
  });

  it("is told the place in an imported file that throws", async () => {
    const script = new ScriptFolder({
      "script.js": `import "./sibling.js";\n${decide("")}`,
      "sibling.js": "const x = 1;\nnull.x;",
    });
    expect((await script.failure("script.js")).message).toMatch(`${script.path("sibling.js")}:2: TypeError:`);
  });

  it.each([
    ["script.js", "cluster.rolesBySize();"],
    ["script.ts", "(cluster as any).rolesBySize();"],
  ])("is told in %s what is no function by the line that calls it", async (file, line) => {
    const script = new ScriptFolder({ [file]: `export function decide(cluster) {\n  const x = 1;\n  ${line}\n}` });
    expect((await script.failure(file)).message).toBe(`${script.path(file)}:3: TypeError: not a function: ${line}`);
  });

  it("is told no more of a long line than its beginning", async () => {
    const script = new ScriptFolder({
      "script.js": `export function decide() { ${"null;".repeat(99)} Math.min.x(); }`,
    });
    const { message } = await script.failure("script.js");
    expect(message).toMatch(/:1: TypeError: not a function: export function decide\(\) { (null;){18}nul$/);
  });

  it("may await what comes by itself at top level, and nothing else", async () => {
    expect(await run(`const x = await Promise.resolve(1);\nconsole.log(x);\n${decide("")}`)).toEqual(["1"]);
    const script = new ScriptFolder({ "script.js": `await new Promise(() => {});\n${decide("")}` });
    expect((await script.failure("script.js")).message).toBe(
      `${script.path("script.js")}: a script may not await at top level`,
    );
  });

  it.each([
    ["awaits", "export async function decide() { await 0; }"],
    ["leaves a callback behind", "export function decide() { Promise.resolve().then(() => {}); }"],
  ])("may not be async: it is told when it %s in a call", async (_, code) => {
    const script = new ScriptFolder({ "script.js": code });
    const failure = await script.failure("script.js");
    expect(failure.kind).toBe("threw");
    expect(failure.message).toContain("it may not be async");
  });
});
