import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Operation } from "../../src/allocator/operations.js";
import type { RoleId } from "../../src/cluster/ids.js";
import { AskedScript } from "../fixtures/allocators/asked-script.js";

const TIMEOUT_MS = 300_000;

/** A function's body, whose answer `decide` returns. What is wrong with it stands in its last line, or in `decide` itself. */
const WRONG: readonly (readonly [
  what: string,
  body: string,
  place: "last line" | "decide" | "agents",
  message: string,
])[] = [
  ["a number for offers", "return 3", "decide", "TypeError: decide returned 3, not a list of offers"],
  ["an async decide", "return coroutine()", "decide", "not a list of offers"],
  ["a list of numbers", "return [7]", "decide", "offer 1 is 7, not an Offer(subscription, agent, resources)"],
  ["a list that lends from two owners", "return lent", "decide", "offer 2: an offer lends from one owner only"],
  ["a number from a generator", "yield 7", "last line", "TypeError: offer 1 is 7, not an Offer"],
  [
    "an agent from a generator in it",
    "yield from agents(cluster)",
    "agents",
    "offer 1 is <Agent agent-1>, not an Offer",
  ],
  ["two owners from a generator", "yield from lent", "last line", "offer 2: an offer lends from one owner only"],
  ["an offer without agent", "return [Offer(web, None, v)]", "last line", "agent is None, not one of cluster.agents"],
  ["an agent's id", "yield Offer(web, 0, v)", "last line", "agent is 0, not one of cluster.agents"],
  ["an offer to nobody", "yield Offer(None, agent, v)", "last line", "subscription is None, not one of the cluster's"],
  ["a short vector", "yield Offer(web, agent, [1])", "last line", "resources have 1 amounts, but there are 12"],
  ["a number for a vector", "yield Offer(web, agent, 1000)", "last line", "resources are 1000, not a vector"],
  [
    "NaN",
    "v[0] = float('nan')\nyield Offer(web, agent, v)",
    "last line",
    "resources hold nan of cpus: amounts are whole thousandths, from 0 on",
  ],
  [
    "a share of a guarantee",
    "v[0] = 1000 / 3\ncluster.offer(web, agent, v)",
    "last line",
    "resources hold 333.3333333333333 of cpus: amounts are whole thousandths, from 0 on",
  ],
  [
    "without end",
    "v[0] = float('inf')\ncluster.offer(web, agent, v)",
    "last line",
    "resources hold inf of cpus: amounts are whole thousandths, from 0 on",
  ],
  [
    "less than nothing",
    "v[0] = -1\ncluster.offer(web, agent, v)",
    "last line",
    "resources hold -1 of cpus: amounts are whole thousandths, from 0 on",
  ],
  [
    "a text for an amount",
    "v[0] = '1'\ncluster.offer(web, agent, v)",
    "last line",
    'resources hold "1" of cpus: amounts are whole thousandths, from 0 on',
  ],
  [
    "an owner's name",
    "cluster.offer(web, agent, v, owner='prod')",
    "last line",
    'owner is "prod", not one of cluster.roles',
  ],
  ["a reason that is no text", "cluster.offer(web, agent, v, 7)", "last line", "why is 7, not a text"],
  ["a task that is none", "cluster.revoke(7, 1, web.role)", "last line", "revoke: 7 is no task that runs"],
  ["a wake-up at no time", "cluster.wake(1.5)", "last line", "t is 1.5, not a whole number of microseconds"],
  ["an unknown resource", "cluster.resources('xpus:1')", "last line", 'no agent of this run has "xpus"'],
  ["four decimals", "cluster.resources('cpus:1.2345')", "last line", '"cpus:1.2345" is not NAME:AMOUNT'],
  ["vectors of two lengths", "plus(v, [1])", "last line", "ValueError: zip() argument 2 is shorter"],
];

const PRELUDE = `from workbench import Offer, plus

async def coroutine():
    return []

def agents(cluster):
    yield cluster.agents[0]

def prepared(cluster):
    web, agent, v = cluster.subscriptions()[0], cluster.agents[0], cluster.zeros()
    some = [*v]
    some[0] = 1000
    lent = [Offer(web, agent, some, owner=cluster.roles[0]), Offer(web, agent, some, owner=cluster.roles[2])]
    return web, agent, v, lent
`;

describe("what an allocator in Python gets wrong is said in its own terms, at its own line:", () => {
  const functions = WRONG.map(([, body], n) => {
    const lines = ["web, agent, v, lent = prepared(cluster)", ...body.split("\n")];
    return [`def wrong_${n}(cluster):`, ...lines.map((line) => `    ${line}`)].join("\n");
  });
  const decide = `def decide(cluster):\n    return globals()[f"wrong_{cluster.t - 1}"](cluster) if cluster.t else None`;
  const code = [PRELUDE, ...functions, decide].join("\n");
  const asked = new AskedScript("script.py", code);

  function lineOf(text: string): number {
    return code.split("\n").indexOf(text) + 1;
  }

  function placeOf(n: number): number {
    const [, body, place] = WRONG[n] as (typeof WRONG)[number];
    if (place === "decide") return lineOf("def decide(cluster):");
    if (place === "agents") return lineOf("    yield cluster.agents[0]");
    return lineOf(`def wrong_${n}(cluster):`) + 1 + body.split("\n").length;
  }

  beforeAll(async () => {
    await asked.load();
    asked.begin();
  }, TIMEOUT_MS);
  afterAll(() => asked.close());

  it.each(WRONG.map(([what, , , message], n) => [what, n, message] as const))("%s", (_, n, message) => {
    const told = asked.failureAt(n + 1).message;
    expect(told).toContain(message);
    expect(told.slice(0, `${asked.path}:${placeOf(n)}: `.length)).toBe(`${asked.path}:${placeOf(n)}: `);
  });
});

test.each([
  ["a text for triggers", '"recoverResources"', 'TypeError: triggers are "recoverResources", not a list'],
  [
    "a trigger that is none",
    '["allocate"]',
    'triggers hold "allocate": there are recoverResources and requestResources',
  ],
])("an allocator in Python gets told of %s", { timeout: TIMEOUT_MS }, async (_, triggers, message) => {
  const asked = new AskedScript("script.py", `triggers = ${triggers}\ndef decide(cluster): pass\n`);
  await expect(asked.load()).rejects.toThrow(message);
});

test("a decide in Python that takes no cluster is told its own line", { timeout: TIMEOUT_MS }, async () => {
  const asked = new AskedScript("script.py", "x = 1\n\ndef decide():\n    pass\n");
  await expect(asked.load()).rejects.toThrow(
    `${asked.path}:3: TypeError: decide does not take a cluster: too many positional arguments`,
  );
});

const DECORATED = `
from functools import wraps

def lucky(decide):
    @wraps(decide)
    def with_number(cluster):
        return decide(cluster, 7)
    return with_number

@lucky
def decide(cluster, number):
    print(number)
`;

test("a decide in Python may be what a decorator makes of a function", { timeout: TIMEOUT_MS }, async () => {
  const asked = new AskedScript("script.py", DECORATED);
  await asked.load();
  asked.begin();
  expect(asked.printed).toEqual(["7"]);
  asked.close();
});

const OBJECT = `
from workbench import Offer

class Mine:
    triggers = ("recoverResources",)

    def __init__(self):
        self.heard = []

    def on_event(self, cluster, event):
        self.heard.append(event)
        if cluster.t == 9:
            cluster.wake(10)

    def decide(self, cluster):
        return getattr(self, f"call_{cluster.t}")(cluster)

    def call_0(self, cluster):
        print(*(event.op for event in self.heard))

    def call_1(self, cluster):
        """Each offer is made as it is taken."""
        web, (agent,) = cluster.subscriptions()[0], cluster.candidates
        yield Offer(web, agent, cluster.resources("cpus:1"), why="first")
        print(cluster.text(agent.free), cluster.text(agent.holdings[0].offered))
        yield Offer(web, agent, cluster.resources("cpus:2"))
        print(cluster.text(agent.free), agent.holdings[0], web.count)

    def call_2(self, cluster):
        """A list, whose vector is used again; and an offer by the verb."""
        web, (agent,), v = cluster.subscriptions()[0], cluster.candidates, cluster.zeros()
        offers = []
        for mem in (100, 24):
            v[1] = mem * 1000
            offers.append(Offer(web, agent, v))
        cluster.offer(web, agent, cluster.resources("mem:900"), owner=cluster.roles[0])
        return offers[1:]

    def more(self, cluster):
        weights = [event.weights[0].weight for event in self.heard if event.op == "updateWeights"]
        self.heard.clear()
        self.kept = [*getattr(self, "kept", ()), bytearray(20_000_000)]
        print(f"{len(weights)} weights, the last one {weights[-1]}")
        for n in range(len(weights)):
            cluster.metric("n", n)

    def call_11(self, cluster):
        cluster.wake(12)

    def call_12(self, cluster):
        return []

    call_4 = call_5 = call_6 = call_7 = more

allocator = Mine()
`;

describe("an allocator in Python", () => {
  const asked = new AskedScript("script.py", OBJECT);
  beforeAll(() => asked.load(), TIMEOUT_MS);
  afterAll(() => asked.close());

  it("may be an object with methods, hears of what happens, and returns offers in any way", () => {
    const parse = (text: string) => asked.directory.resourceKeys.parse(text);
    expect(asked.begin().offers).toEqual([]);
    const [generated] = asked.decide(1).offers;
    expect(generated).toMatchObject({ framework: 2, role: 1, agent: 0, resources: parse("cpus:3"), why: "first" });
    const [listed] = asked.decide(2).offers;
    expect(listed?.resources).toEqual(parse("mem:24;mem{REV}:900"));
    expect(listed?.lends).toEqual({ owner: 0, resources: parse("mem:900") });
    expect(asked.printed).toEqual([
      "addAgent addFramework",
      "cpus:3;mem:1024 cpus:1",
      "cpus:1;mem:1024 <Holding of web in prod> 1",
    ]);
  });

  it("reads calls and gives answers of any length, and goes on after its memory has grown", () => {
    for (let t = 4; t < 8; t++) {
      const updates = Array.from({ length: 2 ** (2 * t - 4) }, (_, n): Operation => {
        return { op: "updateWeights", weights: [{ role: 1 as RoleId, weight: n + 0.5 }] };
      });
      asked.samples.length = 0;
      asked.decide(t, updates);
      expect(asked.samples).toEqual(updates.map((_, n) => n));
      const heard = updates.length;
      expect(asked.printed.at(-1)).toBe(`${heard} weights, the last one ${heard - 0.5}`);
    }
  });

  it("may give no answer after it has given some", () => {
    expect(asked.decide(11)).toEqual({ offers: [], inverseOffers: [], revocations: [], wakeAt: 12 });
    expect(asked.decide(12)).toEqual({ offers: [], inverseOffers: [], revocations: [], wakeAt: null });
  });

  it("may decide nothing in on_event", () => {
    const events = [{ op: "allocate", wake: false }] as const;
    expect(() => asked.decide(9, events)).toThrow(/script.py:13: RuntimeError: decisions are made while decide runs/);
  });
});

const STEPS = `from workbench import Hierarchical

class Wrong(Hierarchical):
    def choose_agents(self, cluster):
        return None if cluster.t == 1 else cluster.candidates

    def sort_roles(self, cluster):
        return [7] if cluster.t == 2 else super().sort_roles(cluster)

    def score(self, cluster, subscription, agent, resources):
        return float("nan") if cluster.t == 3 else 0

allocator = Wrong()
`;

describe("a wrong answer of an overridden step", () => {
  const asked = new AskedScript("script.py", STEPS);
  beforeAll(() => asked.load(), TIMEOUT_MS);
  afterAll(() => asked.close());

  it("is told at the step's own line", () => {
    const { resourceKeys } = asked.directory;
    expect(() => asked.begin(1)).toThrow();
    expect(asked.failureAt(1).message).toContain("script.py:4: TypeError: choose_agents returned None, not a list");
    expect(asked.failureAt(2).message).toContain("script.py:7: TypeError: sort_roles returned a list with 7, which is");
    expect(asked.failureAt(3).message).toContain("script.py:10: ValueError: score is nan, not a finite number");
    expect(asked.decide(4).offers).toMatchObject([{ resources: resourceKeys.parse("cpus:4;mem:1024") }]);
  });
});
