import { describe, expect, it } from "vitest";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

async function preemptionOf(more: string) {
  return (await loadText(`${SMALL}${more}`)).rows[0]?.plan.preemption;
}

describe("the key preemption", () => {
  it("says when preemptions that lead nowhere are told", async () => {
    expect(await preemptionOf("preemption: { loopAfter: 3, livelockAfter: 1m }\n")).toEqual({
      loops: { loopAfter: 3, livelockAfter: 60e6 },
    });
    expect(await preemptionOf("preemption: { loopAfter: 3 }\n")).toEqual({ loops: { loopAfter: 3 } });
    expect(await preemptionOf("")).toBeUndefined();
  });

  it("has a budget and a minimum runtime, for all tasks and for those of a role", async () => {
    const rules = "budget: { tasks: 10, every: 1m }, minimumRuntime: 30s";
    const budget = { tasks: 10, every: 60e6 };
    expect(await preemptionOf(`preemption: { ${rules} }\n`)).toEqual({ budget, minimumRuntime: 30e6, loops: {} });
    const { rows } = await loadText(`${SMALL}roles: { prod: { preemption: { ${rules} } }, ops: { preemption: {} } }\n`);
    expect(rows[0]?.plan.roles.map(({ preemption }) => preemption)).toEqual([{ budget, minimumRuntime: 30e6 }, {}]);
    expect((await loadText(SMALL)).rows[0]?.plan.roles[0]).not.toHaveProperty("preemption");
  });

  it.each([
    ["budget: { tasks: 1 }", "a preemption budget needs the key every"],
    ["budget: { tasks: -1, every: 1m }", "a number of tasks is a whole number from 0 to 1000000000"],
    ["budget: { tasks: 1, every: 0s }", "this duration is at least one microsecond"],
    ["budget: 3", "a budget is a map with tasks and every"],
    ["minimumRuntime: 30", "a duration is a number with a unit"],
  ])("is refused with %s, wherever it stands", async (rule, complaint) => {
    for (const text of [`preemption: { ${rule} }\n`, `roles: { prod: { preemption: { ${rule} } } }\n`]) {
      const complaints = await complaintsOf(`${SMALL}${text}`);
      expect(complaints).toHaveLength(1);
      expect(complaints[0]).toContain(complaint);
    }
  });

  it("is refused in a role where it is about the whole run", async () => {
    expect(await complaintsOf(`${SMALL}roles: { prod: { preemption: { loopAfter: 3 } } }\n`)).toEqual([
      expect.stringContaining('"loopAfter": unknown key in preemption of a role\'s tasks'),
    ]);
  });

  it("is refused at its place", async () => {
    expect(await complaintsOf(`${SMALL}preemption: { loopAfter: 1, livelockAfter: 0s, loops: 3 }\n`)).toEqual([
      expect.stringMatching(/^s\.yaml:5:26: "1": loopAfter is a whole number from 2 to 1000000; /),
      expect.stringMatching(/^s\.yaml:5:44: "0s": this duration is at least one microsecond; /),
      expect.stringMatching(/^s\.yaml:5:48: .*loops/),
    ]);
  });
});
