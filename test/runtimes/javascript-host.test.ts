import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { describeHost } from "../fixtures/allocators/host-behaviour.js";
import { describeLimits } from "../fixtures/allocators/limit-behaviour.js";
import { describeReporting } from "../fixtures/allocators/reporting-behaviour.js";
import { scratchFile, scratchFolder } from "../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../fixtures/random-history.js";

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

describe("the JavaScript sandbox", () => {
  const LIMITS = { ...UNLIMITED, callMs: 5_000 };

  const load = async (path: string) => {
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    const printed: string[] = [];
    const allocator = await loadAllocator({ path, print: (line) => printed.push(line) }, context, LIMITS);
    onTestFinished(() => allocator.close());
    return { printed, allocator };
  };

  const run = async (path: string) => (await load(path)).printed;

  /** What the script prints while it is asked once. */
  const decideOnce = async (code: string) => {
    const { printed, allocator } = await load(scratchFile("script.js", code));
    allocator.decide(0, [{ t: 0, operation: { op: "allocate", wake: false } }], null);
    return printed;
  };

  it("has nothing of the host's world", async () => {
    const names = ["process", "require", "fetch", "setTimeout", "WebAssembly", "performance", "std", "os"];
    const list = names.map((name) => `typeof ${name}`).join(", ");
    const path = scratchFile("script.js", `console.log([...new Set([${list}])]);\n${decide("")}`);
    expect(await run(path)).toEqual(['["undefined"]']);
  });

  it("imports files beside the script, and the SDK", async () => {
    const folder = scratchFolder();
    scratchFile("sibling.js", "export const name = 'sibling';", folder);
    const code = `import { name } from "./sibling.js";\nimport { isZero } from "workbench";`;
    const path = scratchFile("script.mjs", `${code}\nconsole.log(name, typeof isZero);\n${decide("")}`, folder);
    expect(await run(path)).toEqual(["sibling function"]);
  });

  it.each([
    ["a package", "node:fs", "only 'workbench' and files beside the script"],
    ["a file outside of the script's folder", "../secret.js", "it is outside of the script's folder"],
  ])("does not import %s", async (_, request, reason) => {
    const path = scratchFile("script.js", `import "${request}";\n${decide("")}`);
    await expect(run(path)).rejects.toThrow(`${path}: cannot import '${request}': ${reason}`);
  });

  it.each([
    ["an object", "export default { decide(cluster) { console.log(this.greeting); }, greeting: 'hello' };"],
    [
      "an instance of a class",
      "class A { #greeting = 'hello'; decide() { console.log(this.#greeting); } }\nexport default new A();",
    ],
  ])("takes %s that the script exports as its default", async (_, code) => {
    expect(await decideOnce(code)).toEqual(["hello"]);
  });

  it("tells a script of what happens, in its own world", async () => {
    const code = `const ops = [];
      export function onEvent(cluster, event) { ops.push(event.op); }
      export function decide() { console.log(ops.join()); }`;
    expect(await decideOnce(code)).toEqual(["allocate"]);
  });

  it("names the line of decide when what it returned is wrong, and says what", async () => {
    const list = "// A comment.\nexport function decide(cluster) {\n  return [{ agent: 3 }];\n}";
    await expect(decideOnce(list)).rejects.toThrow(/script\.js:2: Error: offer 1: subscription is undefined/);
    const generator = "export function* decide(cluster) {\n  yield 7;\n}";
    await expect(decideOnce(generator)).rejects.toThrow(/script\.js:1: Error: offer 1 is 7/);
  });

  it("names the imported file that cannot be read", async () => {
    const folder = scratchFolder();
    const path = scratchFile("script.js", `import "./missing.js";\n${decide("")}`, folder);
    await expect(run(path)).rejects.toThrow(`${join(folder, "missing.js")}: cannot be read: ENOENT`);
  });

  it("names the place in an imported file that throws", async () => {
    const folder = scratchFolder();
    scratchFile("sibling.js", "const x = 1;\nnull.x;", folder);
    const path = scratchFile("script.js", `import "./sibling.js";\n${decide("")}`, folder);
    await expect(run(path)).rejects.toThrow(`${join(folder, "sibling.js")}:2: TypeError:`);
  });

  it("does not wait at top level", async () => {
    const path = scratchFile("script.js", `await new Promise(() => {});\n${decide("")}`);
    await expect(run(path)).rejects.toThrow(`${path}: a script may not await at top level`);
  });

  it("ends runaway recursion as an error of the script", async () => {
    const path = scratchFile("script.js", `const f = () => f() + 1;\nf();\n${decide("")}`);
    await expect(run(path)).rejects.toThrow(`${path}:1: InternalError: stack overflow`);
  });
});
