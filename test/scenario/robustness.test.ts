import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { linesOf, loadText, scratchFolder } from "../fixtures/scenarios/load-text.js";

/** Uses most of what a scenario can say. */
const RICH = `scenario: 1
name: rich
seed: 7
duration: 2h
limits: { callTimeout: 30s, memory: 2GB }
parameters: { grace: 30, size: { default: 4, env: SIZE } }
minAllocatable: ["cpus:0.01", { mem: 32 }]
agents:
  - { count: 3, resources: { cpus: 16, mem: 64GB } }
  - { name: reserved, resources: "cpus:4;cpus(prod):2;cpus{REV}:1" }
roles:
  prod: { weight: 2, quota: { guarantees: "cpus:8", limits: { cpus: 12 } } }
  eng/ml: {}
frameworks:
  - { name: web, roles: [prod], workload: { service: { instances: 3, resources: "cpus:1;mem:512" } } }
  - name: batch
    count: 2
    roles: [eng/ml, prod]
    capabilities: [GPU_RESOURCES]
    workload:
      batch:
        jobs: 20
        arrivals: { poisson: { every: 12s, from: 20m, until: 60m } }
        resources: { cpus: { uniform: [1, 4] }, mem: { listed: [1GB, 512MB] } }
        duration: { lognormal: { median: 5m, sigma: 1.2 } }
        tasks: { exponential: { mean: 2 } }
faults: [{ at: 20m, agentLost: agent-003, for: 5m }]
allocators:
  - { label: a, use: hierarchical, parameters: { grace: "\${grace}" } }
  - { label: b, use: hierarchical, overrides: { roles: { prod: { quota: none } }, agents: [{ resources: "cpus:64" }] } }
expect:
  - { allocator: [a, b], metric: "wait.p95{role=prod}", below: 30 }
  - { metric: distinctDecisions, of: [a, b], equals: 2 }
`;

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.keys(value).flatMap((key) => pathsOf((value as never)[key], [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const DOCUMENT: unknown = parse(RICH);

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    0,
    -1,
    0.5,
    1e300,
    true,
    [],
    {},
    "none",
    "x",
    "1h",
    "-1s",
    "cpus:1",
    `\${size}`,
    `\${no}`,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Anything but a scenario or a BadInput fails; so does a complaint that is not one line with a place, a rule and a next step. */
async function loadAny(text: string, folder: string): Promise<void> {
  for (const line of await linesOf(loadText(text, {}, folder), folder))
    expect(line).toMatch(/^s\.yaml(:\d+:\d+)?: .+; .+$/);
}

describe("a scenario that is wrong in any way", () => {
  it("is loaded or complained about, and nothing else, whatever value stands where", async () => {
    const folder = scratchFolder();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pathsOf(DOCUMENT)), odd, async (path, value) => {
        await loadAny(stringify(replaced(DOCUMENT, path, value)), folder);
      }),
      { numRuns: 400 },
    );
  });

  it("is loaded or complained about, and nothing else, whatever is cut from or put into its text", async () => {
    const folder = scratchFolder();
    const snippets = [
      "",
      " ",
      "\n",
      "\t",
      "{",
      "}",
      "[",
      "]",
      ":",
      "- ",
      "&a ",
      "*a",
      "<<: ",
      "!t ",
      "'",
      '"',
      "---\n",
      "#",
      "\u0000",
      "é",
      "? ",
    ];
    await fc.assert(
      fc.asyncProperty(fc.nat(RICH.length), fc.nat(20), fc.constantFrom(...snippets), async (from, length, snippet) => {
        const text = RICH.slice(0, from) + snippet + RICH.slice(from + length);
        await loadAny(text, folder);
      }),
      { numRuns: 400 },
    );
  });
});
