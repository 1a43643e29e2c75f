import { describe, expect, it, onTestFinished } from "vitest";
import { AllocatorFailure } from "../../../src/allocator/failure.js";
import type { Operation } from "../../../src/allocator/operations.js";
import type { AgentId, FrameworkId, RoleId } from "../../../src/cluster/ids.js";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { scratchFile } from "../../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../../fixtures/random-history.js";

/** Line 1 finds one of everything, line 2 begins `decide`, and what a case does stands on line 3. */
const script = (body: string) => `local function any(c) return c.roles[2].subscriptions[1], c.agents[1], c:zeros() end
local function decide(cluster)
${body}
end
return { decide = decide }`;

const DEFINED = 2;
const BODY = 3;

const WRONG: readonly (readonly [what: string, body: string, line: number, message: string])[] = [
  ["returns a number", "return 5", DEFINED, "decide returned 5, not a list of offers"],
  ["returns a text", "return 'all'", DEFINED, 'decide returned "all", not a list of offers'],
  [
    "returns an offer",
    "local s, a, r = any(cluster) return { subscription = s, agent = a, resources = r }",
    DEFINED,
    "decide returned an offer, not a list of offers: write { offer }",
  ],
  ["returns a list of others", "return { 7 }", DEFINED, "offer 1 is 7"],
  [
    "returns an offer without agent",
    "local s, a, r = any(cluster) return { { subscription = s, agent = a, resources = r }, { subscription = s, resources = r } }",
    DEFINED,
    "offer 2: agent is nil, not one of cluster.agents",
  ],
  [
    "returns an offer to an id",
    "local _, a, r = any(cluster) return { { subscription = 1, agent = a, resources = r } }",
    DEFINED,
    "offer 1: subscription is 1, not one of a role's subscriptions",
  ],
  [
    "returns an iterator that gives no offer",
    "return coroutine.wrap(function() coroutine.yield('all') end)",
    DEFINED,
    'offer 1 is "all"',
  ],
  [
    "returns an iterator that fails",
    "return coroutine.wrap(function() error('out of ideas') end)",
    BODY,
    "out of ideas",
  ],
  [
    "offers what is no vector",
    "local s, a = any(cluster) cluster:offer(s, a, 'cpus:1')",
    BODY,
    'resources are "cpus:1", not a vector: see zeros()',
  ],
  [
    "offers a vector of another length",
    "local s, a = any(cluster) cluster:offer(s, a, { 1000, 2000 })",
    BODY,
    "resources have 2 amounts, but there are 12 resource keys",
  ],
  [
    "offers not a number",
    "local s, a, r = any(cluster) r[2] = 0 / 0 cluster:offer(s, a, r)",
    BODY,
    "resources hold NaN of mem: amounts are whole thousandths, from 0 on",
  ],
  [
    "offers half a thousandth",
    "local s, a, r = any(cluster) r[1] = 0.5 cluster:offer(s, a, r)",
    BODY,
    "resources hold 0.5 of cpus: amounts are whole thousandths, from 0 on",
  ],
  [
    "offers less than nothing",
    "local s, a, r = any(cluster) r[1] = -1 cluster:offer(s, a, r)",
    BODY,
    "resources hold -1 of cpus: amounts are whole thousandths, from 0 on",
  ],
  [
    "offers from within an iterator what it may not",
    "return coroutine.wrap(function() local s, a = any(cluster) cluster:offer(s, a, {}) end)",
    BODY,
    "resources have 0 amounts, but there are 12 resource keys",
  ],
  [
    "lends for somebody who is no role",
    "local s, a, r = any(cluster) cluster:offer(s, a, r, { owner = 'prod' })",
    BODY,
    'owner is "prod", not one of cluster.roles',
  ],
  [
    "gives a reason that is no text",
    "local s, a, r = any(cluster) cluster:offer(s, a, r, { why = true })",
    BODY,
    "why is true, not a text",
  ],
  [
    "gives a reason in the place of the extras",
    "local s, a, r = any(cluster) cluster:offer(s, a, r, 'it waits')",
    BODY,
    "the fourth argument is a table: { why =, owner = }",
  ],
  [
    "asks about an agent where a subscription is to be",
    "local s, a = any(cluster) cluster:offerable(a, s)",
    BODY,
    "subscription is a table, not one of a role's subscriptions",
  ],
  ["asks about an id", "cluster:subscriptions_by_share(1)", BODY, "role is 1, not one of cluster.roles"],
  [
    "writes a dot for a colon",
    "cluster.subscriptions()",
    BODY,
    "attempt to index a nil value (local 'self'): a method is called with a colon, as in cluster:subscriptions()",
  ],
  ["revokes what does not run", "cluster:revoke({}, 1e6, cluster.roles[1])", BODY, "revoke: the task does not run"],
  ["wakes in the middle of a microsecond", "cluster:wake(0.5)", BODY, "t is 0.5, not a whole number of microseconds"],
  ["reports what is no number", "cluster:metric('load', '1')", BODY, 'metric load: "1" is not a finite number'],
  ["asks for unknown resources", "cluster:resources('gold:1')", BODY, 'resources: no agent of this run has "gold"'],
];

describe.each(LUA_ENGINES)("a Lua allocator (%s)", (luaEngine) => {
  async function failureOf(code: string): Promise<{ path: string; failure: AllocatorFailure }> {
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    const path = scratchFile("script.lua", code);
    const total = directory.resourceKeys.parse("cpus:4;mem:1024");
    const operations: Operation[] = [
      { op: "addAgent", agent: 0 as AgentId, total, used: [] },
      {
        op: "addFramework",
        framework: 0 as FrameworkId,
        roles: [1 as RoleId],
        capabilities: ["MULTI_ROLE"],
        suppressedRoles: [],
        active: true,
      },
    ];
    try {
      const allocator = await loadAllocator({ path, luaEngine }, context, UNLIMITED);
      onTestFinished(() => allocator.close());
      allocator.decide(
        0,
        operations.map((operation) => ({ t: 0, operation })),
        null,
      );
    } catch (failure) {
      expect(failure).toBeInstanceOf(AllocatorFailure);
      return { path, failure: failure as AllocatorFailure };
    }
    return expect.fail("the script should have failed");
  }

  it.each(WRONG)("is told its line and what is wrong when it %s", async (_, body, line, message) => {
    const { path, failure } = await failureOf(script(body));
    expect(failure.kind).toBe("threw");
    expect(failure.message).toBe(`${path}:${line}: ${message}`);
  });

  it("is told that nothing can be decided while it hears of events", async () => {
    const code = "return { decide = function() end, on_event = function(cluster)\n  cluster:wake(1e6)\nend }";
    const { path, failure } = await failureOf(code);
    expect(failure.message).toBe(`${path}:2: decisions are made while decide runs, not before, after or in on_event`);
  });

  it("is told which triggers there are", async () => {
    const { failure } = await failureOf("return { triggers = { 'allocate' }, decide = function() end }");
    expect(failure.message).toContain('triggers hold "allocate": there are recoverResources and requestResources');
    const text = await failureOf("return { triggers = 'recoverResources', decide = function() end }");
    expect(text.failure.message).toContain('triggers are "recoverResources", not a list');
  });
});
