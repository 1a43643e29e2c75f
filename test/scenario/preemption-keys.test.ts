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

  it("is refused at its place", async () => {
    expect(await complaintsOf(`${SMALL}preemption: { loopAfter: 1, livelockAfter: 0s, loops: 3 }\n`)).toEqual([
      expect.stringMatching(/^s\.yaml:5:26: "1": loopAfter is a whole number from 2 to 1000000; /),
      expect.stringMatching(/^s\.yaml:5:44: "0s": this duration is at least one microsecond; /),
      expect.stringMatching(/^s\.yaml:5:48: .*loops/),
    ]);
  });
});
