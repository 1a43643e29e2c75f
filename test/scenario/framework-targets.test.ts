import { describe, expect, it } from "vitest";
import { secondsToMicros } from "../../src/base/time.js";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

const promised = (slo: string) => SMALL.replace("name: web,", `name: web, slo: ${slo},`);

async function targetsOf(text: string) {
  const { rows } = await loadText(text);
  return rows[0]?.plan.frameworks[0]?.slo;
}

describe("a framework", () => {
  it("is promised nothing unless it says so", async () => {
    expect(await targetsOf(SMALL)).toBeUndefined();
  });

  it("may be promised a wait, a turnaround, or both", async () => {
    expect(await targetsOf(promised("{ wait: 30s }"))).toEqual({ wait: secondsToMicros(30) });
    expect(await targetsOf(promised("{ wait: 0s, turnaround: 5m }"))).toEqual({
      wait: 0,
      turnaround: secondsToMicros(300),
    });
  });

  it.each([
    ["{}", "slo"],
    ["30s", "slo is a map of wait and turnaround"],
    ["{ wait: soon }", "a duration is a number with a unit"],
    ["{ turnaround: 0s }", "at least one microsecond"],
    ["{ waits: 30s }", '"waits": unknown key in targets'],
  ])("is told what is wrong with it, and where: %s", async (slo, rule) => {
    const complaints = (await complaintsOf(promised(slo))).join("\n");
    expect(complaints).toContain(rule);
    expect(complaints).toMatch(/s\.yaml:\d+:\d+/);
  });
});
