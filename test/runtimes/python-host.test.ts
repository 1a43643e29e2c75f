import { describe, expect, it } from "vitest";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { describeHost } from "../fixtures/allocators/host-behaviour.js";
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

describe("the Python sandbox", () => {
  it("closes the cheap ways into the host", async () => {
    const path = scratchFile(
      "script.py",
      `
import os, sys
from pyodide.ffi import to_js

def attempt(what):
    try:
        return what()
    except BaseException as error:
        return type(error).__name__

def imported(name):
    module = __import__(name)
    return [item for item in ("process", "_module", "FS", "fetch") if hasattr(module, item)]

print(attempt(lambda: os.system("true")) == 0)
print(attempt(lambda: to_js([1]).constructor.constructor("return process")()))
print(attempt(lambda: imported("js")))
print(attempt(lambda: imported("pyodide_js")))
print(os.environ.get("PATH"), os.path.exists("/etc/passwd"))
print([hash(text) % 997 for text in ("agent", "role")])
${decide("pass")}`,
    );
    const printed: string[] = [];
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    const limits = { ...UNLIMITED, callMs: 5_000 };
    const allocator = await loadAllocator({ path, print: (line) => printed.push(line) }, context, limits);
    allocator.close();
    // Hashes of texts are random in each process unless told otherwise; these are those of seed 0.
    expect(printed).toEqual([
      "False",
      "TypeError",
      "ModuleNotFoundError",
      "ModuleNotFoundError",
      "/ False",
      "[766, 224]",
    ]);
  });
});
