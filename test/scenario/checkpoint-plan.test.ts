import { describe, expect, it } from "vitest";
import { secondsToMicros } from "../../src/base/time.js";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

const saving = (checkpoint: string) => SMALL.replace("duration: 1m", `duration: 1m, checkpoint: ${checkpoint}`);

async function checkpointOf(text: string) {
  const { rows } = await loadText(text);
  return rows[0]?.plan.frameworks[0]?.checkpoint;
}

describe("a batch", () => {
  it("saves no work unless it says so", async () => {
    expect(await checkpointOf(SMALL)).toBeUndefined();
  });

  it("saves its work every so often, for nothing or at a cost", async () => {
    expect(await checkpointOf(saving("{ every: 5m }"))).toEqual({ every: secondsToMicros(300), cost: 0 });
    expect(await checkpointOf(saving("{ every: 5m, cost: 10s }"))).toEqual({
      every: secondsToMicros(300),
      cost: secondsToMicros(10),
    });
  });

  it.each([
    ["{ cost: 10s }", "a checkpoint needs the key every"],
    ["{ every: 0s }", "at least one microsecond"],
    ["{ every: 5m, cost: much }", "a duration is a number with a unit"],
    ["5m", "a checkpoint is a map of every and cost"],
    ["{ each: 5m }", '"each": unknown key in a checkpoint'],
  ])("is told what is wrong with it, and where: %s", async (checkpoint, rule) => {
    const complaints = (await complaintsOf(saving(checkpoint))).join("\n");
    expect(complaints).toContain(rule);
    expect(complaints).toMatch(/s\.yaml:4:\d+/);
  });

  it("may be saved otherwise in one row", async () => {
    const { rows } = await loadText(`${SMALL}allocators:
  - { use: hierarchical, label: plain }
  - use: hierarchical
    label: saving
    overrides: { frameworks: [{ name: web, roles: [prod], workload: { batch: { jobs: 1, resources: "cpus:1", duration: 1m, checkpoint: { every: 20s } } } }] }
`);
    expect(rows.map(({ plan }) => plan.frameworks[0]?.checkpoint?.every)).toEqual([undefined, secondsToMicros(20)]);
  });
});
