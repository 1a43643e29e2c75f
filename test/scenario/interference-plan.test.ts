import { describe, expect, it } from "vitest";
import { secondsToMicros } from "../../src/base/time.js";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

async function interferenceOf(more: string) {
  const { rows } = await loadText(`${SMALL}${more}`);
  return rows.map(({ plan }) => plan.interference);
}

describe("interference", () => {
  it("is none unless the scenario says so, and by default all there is", async () => {
    expect(await interferenceOf("")).toEqual([undefined]);
    expect(await interferenceOf("interference: {}\n")).toEqual([
      { cpus: "throttle", mem: "kill", interval: secondsToMicros(10) },
    ]);
    expect(await interferenceOf("interference: { cpus: none, interval: 1m }\n")).toEqual([
      { cpus: "none", mem: "kill", interval: secondsToMicros(60) },
    ]);
  });

  it("may be taken away in a row, or another there", async () => {
    const rows = `interference: {}
allocators:
  - { use: hierarchical, label: without, overrides: { interference: null } }
  - { use: hierarchical, label: other, overrides: { interference: { mem: none } } }
`;
    expect((await interferenceOf(rows)).map((plan) => plan?.mem)).toEqual([undefined, "none"]);
  });

  it.each([
    ["interference: { cpus: slow }", "the interference of cpus is throttle or none"],
    ["interference: { interval: 0s }", "at least one microsecond"],
    ["interference: { disk: kill }", '"disk": unknown key in interference'],
    ["interference: yes please", "interference is a map of cpus, mem and interval"],
  ])("is told what is wrong with it, and where: %s", async (text, rule) => {
    const complaints = (await complaintsOf(`${SMALL}${text}\n`)).join("\n");
    expect(complaints).toContain(rule);
    expect(complaints).toMatch(/s\.yaml:5:\d+/);
  });
});
