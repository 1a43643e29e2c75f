import { describe, expect, it } from "vitest";
import { type GuestLimits, UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { describeHost } from "../fixtures/allocators/host-behaviour.js";
import { describeLimits } from "../fixtures/allocators/limit-behaviour.js";
import { describeReporting } from "../fixtures/allocators/reporting-behaviour.js";
import { scratchFile } from "../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../fixtures/random-history.js";

const decide = (body: string) => `def decide(cluster):\n${body.replace(/^/gm, "    ")}\n`;

describeHost("Python", {
  extension: ".py",
  offersCpus: `
triggers = ("recoverResources", "requestResources")

def decide(cluster):
    subscription = cluster.roles[1].subscriptions[0]
    for agent in cluster.candidates:
        offer = cluster.zeros()
        for key in cluster.plain_keys:
            if cluster.keys[key].name == "cpus":
                offer[key] = agent.free[key]
        if cluster.is_allocatable(offer):
            cluster.offer(subscription, agent, offer)
`,
  syntaxError: { code: "x = 1\ny = = 2", line: 2 },
  throwsAtLoad: { code: "x = 1\nx.y.z()", line: 2 },
  throwsInDecide: { code: decide("x = 1\nraise ValueError('no\\ngood')"), line: 3 },
  misusesSdk: { code: decide("s = cluster.subscriptions()[0]\ncluster.offer(s, cluster.agents[3], [1])"), line: 3 },
  offersHalves: decide(
    "s = cluster.subscriptions()[0]\noffer = cluster.zeros()\noffer[0] = 0.5\ncluster.offer(s, cluster.agents[0], offer)",
  ),
  noDecide: "decide = 1",
  endless: { code: decide("n = 0\nwhile True: n += 1"), line: 3 },
  endlessAtLoad: { code: "n = 0\nwhile True: n += 1", line: 2 },
  stubborn: decide(`
def spin():
    while True:
        try:
            while True: pass
        except BaseException: pass
while True:
    try: spin()
    except BaseException: pass`),
  hog: decide("global kept\nkept = [[n, str(n)] for n in range(600000)]"),
  prints: decide("print('one', 2)"),
  printsRandom: `import random\nprint(random.random(), random.randrange(9))\n${decide("pass")}`,
  printsClock: `import time\nprint(int(time.time() + time.monotonic()))\n${decide("pass")}`,
});

describeReporting("Python", {
  extension: ".py",
  explains: decide(
    "s = cluster.subscriptions()[0]\ncluster.offer(s, cluster.agents[0], cluster.resources('cpus:1'), why='it waits: ä')",
  ),
  reports: decide(
    "cluster.metric('queue.length', 2.5, 'tasks')\ncluster.metric('queue.length', 3.5, unit='tasks')\ncluster.metric('plain', -1)",
  ),
  misnames: decide("cluster.metric('no name', 1)"),
  reportsNothing: decide("cluster.metric('load', float('nan'))"),
  changesUnits: decide("cluster.metric('load', 1, 'a')\ncluster.metric('load', 1, 'b')"),
  explainsAtLength: decide(
    "s = cluster.subscriptions()[0]\ncluster.offer(s, cluster.agents[0], cluster.resources('cpus:1'), why='x' * 1025)",
  ),
});

describeLimits("Python", {
  extension: ".py",
  works: decide("n = 0\nfor i in range(1_000_000): n += i"),
  worksStubbornly: decide(`
while True:
    try:
        while True: pass
    except BaseException: pass`),
  chatters: decide("for i in range(1000): print('x' * 100)"),
  chattersStubbornly: decide(`
while True:
    try:
        while True: print('x' * 100)
    except BaseException: pass`),
  recursesForEver: { code: decide("def f():\n    return f() + 1\nf()"), line: 3 },
  recurses: decide("def down(n):\n    return 0 if n == 0 else 1 + down(n - 1)\ndown(400)"),
  smallStackBytes: 64 * 1024,
});

/** What a script prints while it is loaded. */
async function printedBy(code: string, seed = 1, own: Partial<GuestLimits> = {}): Promise<string[]> {
  const path = scratchFile("script.py", `${code}\n${decide("pass")}`);
  const printed: string[] = [];
  const directory = historyDirectory();
  const context = { directory, options: historyOptions(directory), parameters: {}, seed };
  const limits = { ...UNLIMITED, callMs: 60_000, ...own };
  const loading = loadAllocator({ path, print: (line) => printed.push(line) }, context, limits);
  await loading.then(
    (allocator) => allocator.close(),
    () => undefined,
  );
  return printed;
}

describe("the steps of a Python script", () => {
  it("are counted alike each time: it is stopped at the same turn of a loop", async () => {
    const code = "n = 0\nwhile True:\n    n += 1\n    if n % 10 == 0: print(n)";
    const first = await printedBy(code, 1, { steps: 20_000 });
    expect(first.length).toBeGreaterThan(50);
    expect(await printedBy(code, 2, { steps: 20_000 })).toEqual(first);
  });
});

describe("the world of a Python script", () => {
  it("has a clock that stands still, whoever asks it", async () => {
    const code = `import time, datetime, os, uuid
clocks = time.time, time.monotonic, time.perf_counter, time.process_time, time.time_ns
print({clock() for clock in clocks})
print(datetime.datetime.now(datetime.UTC).isoformat(), datetime.date.today(), time.localtime().tm_year)
print(sum(os.times()), os.stat("/lib").st_mtime, os.stat("/").st_ctime_ns)
open("/tmp/new", "w").close()
print(os.stat("/tmp/new").st_mtime, time.strftime("%H:%M:%S"))`;
    expect(await printedBy(code)).toEqual([
      "{0.0}",
      "1970-01-01T00:00:00+00:00 1970-01-01 1970",
      "0.0 0.0 0",
      "0.0 00:00:00",
    ]);
  });

  it("has random numbers that hang on the seed, whoever draws them", async () => {
    const code = `import os, random, secrets, tempfile, uuid
print(os.urandom(4).hex(), secrets.token_hex(4), random.SystemRandom().random(), uuid.uuid4(), uuid.uuid1())
print(open("/dev/urandom", "rb").read(4).hex(), open("/dev/random", "rb").read(4).hex())
print(random.random(), random.Random().random(), tempfile.mktemp())`;
    const first = await printedBy(code);
    expect(await printedBy(code)).toEqual(first);
    const other = await printedBy(code, 2);
    for (const [i, line] of first.entries()) expect(other[i]).not.toBe(line);
  });

  it("has sets and addresses in the same order each time", async () => {
    const code = `class Thing: pass
things = {Thing(): i for i in range(50)}
print([hash(text) % 997 for text in ("agent", "role")], [things[thing] for thing in set(things)])
print([id(thing) for thing in things][:5], sorted(map(hash, things))[:3])`;
    const first = await printedBy(code);
    expect(await printedBy(code)).toEqual(first);
    // Hashes of texts are random in each process unless told otherwise; these are those of seed 0.
    expect(first[0]).toMatch(/^\[766, 224\] /);
  });

  it("is the same on every machine", async () => {
    const code = `import os, platform, sys
print(sys.platform, sys.executable, sys.argv, sys.path, os.getcwd(), os.getuid(), os.umask(0), os.getpid())
print(sorted(os.environ.items()))
print(platform.node(), platform.machine(), os.cpu_count(), __file__)`;
    const printed = await printedBy(code);
    expect(printed[0]).toBe(
      "emscripten  [''] ['/lib/python314.zip', '/lib/python3.14/lib-dynload', '/lib/python3.14/site-packages'] " +
        "/home/pyodide 0 0 42",
    );
    expect(printed[1]).not.toContain(process.env.PATH);
    expect(printed[2]).toMatch(/^emscripten wasm32 \d+ /);
  });

  it("has no input, and refuses to wait", async () => {
    const code = `import time, threading, queue
def attempt(what):
    try: return what()
    except BaseException as error: return f"{type(error).__name__}: {error}"
print(attempt(input), attempt(lambda: time.sleep(1)))
print(attempt(lambda: threading.Thread(target=print).start()))`;
    expect(await printedBy(code)).toEqual([
      "EOFError: EOF when reading a line RuntimeError: time.sleep: a script's clock stands still while it is called; cluster.wake asks for another call",
      "RuntimeError: can't start new thread",
    ]);
  });
});

describe("the stack of a Python script", () => {
  it.each([
    ["printing what is nested deep", "x = []\nfor i in range(100_000): x = [x]\nrepr(x)", 4],
    ["comparing it", "x, y = [], []\nfor i in range(100_000): x, y = [x], [y]\nx == y", 4],
    ["sorting by a function that sorts", "def f(): return sorted([2, 1], key=lambda _: f())\nf()", 2],
    ["objects that look at themselves", "class A:\n    def __repr__(self): return repr(self)\nrepr(A())", 3],
    ["what is nested deep in isinstance", "x = ()\nfor i in range(100_000): x = (x,)\nisinstance(1, x)", 4],
    ["adding up a hundred thousand numbers in one line", "compile('+'.join(['1'] * 100_000), 'sum', 'eval')", 2],
  ])("ends %s with an error of the script, and its place", async (_what, body, line) => {
    const path = scratchFile("script.py", decide(`import sys; sys.setrecursionlimit(10_000)\n${body}`));
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    const source = { path, print: () => undefined };
    const allocator = await loadAllocator(source, context, { ...UNLIMITED, callMs: 60_000 });
    let failure: unknown;
    try {
      allocator.decide(0, [], null);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({
      kind: "threw",
      message: expect.stringMatching(new RegExp(`^${path}:${line + 1}: RecursionError: `)),
    });
    allocator.close();
  });
});

describe("the memory of a Python script", () => {
  it.each([
    ["one large thing", "return len(bytes(100 * 1024 ** 2)) * 0"],
    ["a long list", "return len([0] * 30_000_000) * 0"],
  ])("has a limit for %s, which can be lifted", async (_what, body) => {
    const run = async (memoryBytes: number | null) => {
      const path = scratchFile("script.py", `def work():\n    ${body}\n\n${decide("work()")}`);
      const directory = historyDirectory();
      const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
      const source = { path, print: () => undefined };
      const allocator = await loadAllocator(source, context, { ...UNLIMITED, callMs: 60_000, memoryBytes });
      try {
        return allocator.decide(0, [], null).offers.length;
      } catch (error) {
        return error;
      } finally {
        allocator.close();
      }
    };
    expect(await run(64 * 1024 ** 2)).toMatchObject({
      kind: "outOfMemory",
      message: expect.stringMatching(/script\.py:2: MemoryError$/),
    });
    expect(await run(null)).toBe(0);
  });
});
