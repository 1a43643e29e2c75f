import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TestFilesDocument } from "../../src/report/test-file-document.js";
import { emptyFolder, workbench } from "./workbench.js";

/** Python may take its time on a busy machine. */
const PATIENT = "--call-timeout=1m";

/** Runs the tests in a file. */
async function testsIn(file: string, code: string, ...flags: readonly string[]) {
  const folder = emptyFolder();
  writeFileSync(join(folder, file), code);
  const ended = await workbench(["test", file, "--json", ...flags], {}, folder);
  const document = ended.stdout === "" ? null : (JSON.parse(ended.stdout) as TestFilesDocument);
  return { ...ended, document };
}

interface Edition {
  readonly file: string;
  /** Tests that pass, fail, decide what is illegal, and write down what is no cluster, in this order of lines. */
  readonly code: string;
  readonly names: readonly [passes: string, fails: string, illegal: string, noCluster: string];
  readonly lines: readonly [fails: number, illegal: number, noCluster: number];
}

const EDITIONS: readonly Edition[] = [
  {
    file: "own.test.js",
    code: `import { decisionsOf, equal } from "workbench";
let calls = 0;
const all = { decide(cluster) { calls++; return cluster.candidates.flatMap((agent) => cluster.subscriptions().map((subscription) => ({ subscription, agent, resources: cluster.offerable(subscription, agent), why: "all of it" }))); } };
const twice = { decide(cluster) { cluster.offer(cluster.subscriptions()[0], cluster.agents[0], cluster.agents[0].total.map((amount) => 2 * amount)); } };
const CLUSTER = { agents: { a1: "cpus:4;mem:1024" }, frameworks: { web: { role: "prod" } }, roles: { prod: { limits: "cpus:3" } } };
export function testPasses() {
  const before = calls;
  equal(decisionsOf(all, CLUSTER).offers, [{ framework: "web", role: "prod", agent: "a1", resources: "cpus:3;mem:1024", why: "all of it" }]);
  equal(calls - before, 1);
}
export function testFails() { equal(decisionsOf(all, CLUSTER).offers.length, 2); }
export function testIllegal() { decisionsOf(twice, CLUSTER); }
export function testNoCluster() { decisionsOf(all, { agents: { a1: "cpus:many" }, frameworks: {} }); }
`,
    names: ["testPasses", "testFails", "testIllegal", "testNoCluster"],
    lines: [11, 12, 13],
  },
  {
    file: "own.test.lua",
    code: `local wb = require("workbench")
local calls = 0
local all = { decide = function(cluster) calls = calls + 1 for _, agent in ipairs(cluster.candidates) do for _, s in ipairs(cluster:subscriptions()) do cluster:offer(s, agent, cluster:offerable(s, agent), { why = "all of it" }) end end end }
local twice = { decide = function(cluster) local a = cluster.agents[1] cluster:offer(cluster:subscriptions()[1], a, wb.plus(a.total, a.total)) end }
local CLUSTER = { agents = { a1 = "cpus:4;mem:1024" }, frameworks = { web = { role = "prod" } }, roles = { prod = { limits = "cpus:3" } } }
local tests = {}
function tests.test_passes()
  local before = calls
  wb.equal(wb.decisions_of(all, CLUSTER).offers, { { framework = "web", role = "prod", agent = "a1", resources = "cpus:3;mem:1024", why = "all of it" } })
  wb.equal(calls - before, 1)
end
function tests.test_fails() wb.equal(#wb.decisions_of(all, CLUSTER).offers, 2) end
function tests.test_illegal() local _ = wb.decisions_of(twice, CLUSTER) end
function tests.test_no_cluster() local _ = wb.decisions_of(all, { agents = { a1 = "cpus:many" }, frameworks = {} }) end
return tests
`,
    names: ["test_passes", "test_fails", "test_illegal", "test_no_cluster"],
    lines: [12, 13, 14],
  },
  {
    file: "test_own.py",
    code: `from workbench import Offer, decisions_of, equal
calls = 0
class All:
    def decide(self, cluster):
        global calls
        calls += 1
        return [Offer(s, a, cluster.offerable(s, a), why="all of it") for a in cluster.candidates for s in cluster.subscriptions()]
class Twice:
    def decide(self, cluster):
        agent = cluster.agents[0]
        cluster.offer(cluster.subscriptions()[0], agent, [2 * amount for amount in agent.total])
CLUSTER = {"agents": {"a1": "cpus:4;mem:1024"}, "frameworks": {"web": {"role": "prod"}}, "roles": {"prod": {"limits": "cpus:3"}}}
def test_passes():
    before = calls
    equal(decisions_of(All(), CLUSTER).offers, [{"framework": "web", "role": "prod", "agent": "a1", "resources": "cpus:3;mem:1024", "why": "all of it"}])
    equal(calls - before, 1)
def test_fails():
    equal(len(decisions_of(All(), CLUSTER).offers), 2)
def test_illegal():
    decisions_of(Twice(), CLUSTER)
def test_no_cluster():
    decisions_of(All(), {"agents": {"a1": "cpus:many"}, "frameworks": {}})
`,
    names: ["test_passes", "test_fails", "test_illegal", "test_no_cluster"],
    lines: [18, 20, 22],
  },
];

describe("the tests in a script", () => {
  test.each(EDITIONS)("are run, and what fails is told with its line: $file", { timeout: 300_000 }, async (edition) => {
    const { file, code, names, lines } = edition;
    const { code: exit, document } = await testsIn(file, code, PATIENT);
    const verdicts = new Map(document?.files[0]?.tests.map((verdict) => [verdict.name, verdict]));
    const [passes, fails, illegal, noCluster] = names.map((name) => verdicts.get(name));
    expect(exit).toBe(1);
    expect(document?.counts).toEqual({ passed: 1, failed: 3, broken: 0 });
    expect(passes).toMatchObject({ status: "passed", message: null, stack: [] });
    expect(fails?.message).toMatch(new RegExp(`^${file}:${lines[0]}: .*expected 2, and it is 1`));
    expect(illegal?.message).toMatch(
      new RegExp(`^${file}:${lines[1]}: .*illegal decision: .*not so much cpus is there`),
    );
    expect(noCluster?.message).toMatch(new RegExp(`^${file}:${lines[2]}: .*agents.a1: "many": `));
    expect(fails?.stack[0]).toContain(`${file}:${lines[0]}`);
  });

  test("may import the allocator beside it, and print", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "mine.js"), "export function decide() {}");
    writeFileSync(
      join(folder, "mine.test.js"),
      'import { decisionsOf, equal } from "workbench"; import * as mine from "./mine.js";\n' +
        'export function test() { console.log("here"); equal(decisionsOf(mine, { agents: {}, frameworks: {} }).offers, []); }',
    );
    const { code, stdout, stderr } = await workbench(["test", "mine.test.js"], {}, folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "mine.test.js\n  passed  test\n\n1 passed, 0 failed\n" });
    expect(stderr).toContain("mine.test.js| here");
  });

  test("are the only place to ask what an allocator decides", async () => {
    const path = join(emptyFolder(), "asks.js");
    writeFileSync(
      path,
      'import { decisionsOf } from "workbench"; export function decide() { decisionsOf({ decide() {} }, { agents: {}, frameworks: {} }); }',
    );
    const { code, stderr } = await workbench(["run", "tiny.yaml", `--allocator=${path}`]);
    expect(code).toBe(3);
    expect(stderr).toContain("this is for tests, which `workbench test FILE` runs");
  });

  test("see what a cluster is written down to have", async () => {
    const { document } = await testsIn(
      "own.test.js",
      `import { decisionsOf, equal } from "workbench";
      let seen;
      const looks = { decide(cluster) {
        const [poor, rich] = cluster.frameworks;
        seen = {
          parameter: cluster.parameters.grace,
          weights: cluster.roles.map((role) => [role.name, role.weight]),
          guarantee: cluster.text(cluster.roles.find((role) => role.name === "prod").guarantee),
          held: cluster.subscriptions().map((s) => [s.framework.name, cluster.text(s.held)]),
          free: cluster.text(cluster.agents[0].free),
          wanted: rich.requests.map(({ count, resources }) => [count, cluster.text(resources)]),
          revocable: [poor.revocable, rich.revocable],
        };
      } };
      export function test() {
        decisionsOf(looks, {
          agents: { a1: "cpus:4;mem:1024" },
          roles: { prod: { weight: 2, guarantees: "cpus:2" } },
          frameworks: {
            poor: { role: "batch", capabilities: ["REVOCABLE_RESOURCES"] },
            rich: { role: "prod", uses: { a1: "cpus:1" }, wants: [{ count: 3, resources: "cpus:0.5" }] },
          },
          parameters: { grace: 30 },
        });
        equal(seen, {
          parameter: 30,
          weights: [["*", 1], ["batch", 1], ["prod", 2]],
          guarantee: "cpus:2",
          held: [["poor", ""], ["rich", "cpus:1"]],
          free: "cpus:3;mem:1024",
          wanted: [[3, "cpus:0.5"]],
          revocable: [true, false],
        });
      }`,
    );
    expect(document?.files[0]?.tests).toEqual([{ name: "test", status: "passed", message: null, stack: [] }]);
  });
});

describe("tests that cannot be run", () => {
  test("break their file where it cannot be loaded", async () => {
    const { code, document, stderr } = await testsIn("own.test.js", "nonsense(;");
    expect(code).toBe(3);
    expect(document?.files[0]).toMatchObject({ status: "broken", failure: { kind: "loadFailed" }, tests: [] });
    expect(stderr).toContain("own.test.js: loadFailed: ");
  });

  test("break their file where one does not come back", async () => {
    const code = "export function test1() {}\nexport function test2() { for (;;); }";
    const ended = await testsIn("own.test.js", code, "--call-timeout=2s");
    expect(ended.code).toBe(3);
    expect(ended.document?.files[0]?.failure).toMatchObject({
      kind: "timedOut",
      message: "test 2: own.test.js:2: no answer within 2000 ms",
    });
  });

  test.each([
    [["own.test.js"], "own.test.js: there are no tests in it: functions whose names begin with test"],
    [["none.test.lua"], "none.test.lua: there are no tests in it: functions whose names begin with test"],
    [["."], ".: it is a folder; name the files in it"],
    [["nowhere.test.js"], "nowhere.test.js: there is no such file"],
    [["notes.txt"], "notes.txt: tests are written in Lua, Python, JavaScript or TypeScript"],
    [["own.test.js", "--allocator=hierarchical"], "--allocator: it is for the battery of a module"],
    [["own.test.js", "--call-timeout=soon"], '--call-timeout: "soon": '],
  ])("are bad input: %j", async (args, complaint) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "own.test.js"), "export const nothing = 1;");
    writeFileSync(join(folder, "none.test.lua"), "return { decide = function() end }");
    writeFileSync(join(folder, "notes.txt"), "test");
    const { code, stdout, stderr } = await workbench(["test", ...args], {}, folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(complaint);
  });
});
