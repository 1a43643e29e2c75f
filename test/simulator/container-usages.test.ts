import { describe, expect, it } from "vitest";
import { FULL_USE } from "../../src/cluster/usage-profile.js";
import { ContainerUsages } from "../../src/simulator/launch/container-usages.js";

describe("what a container uses", () => {
  const usageOf = (milli: number, part: number) => {
    const usages = new ContainerUsages(() => 5);
    const given = { allocated: milli, profile: FULL_USE };
    usages.begin("c", { cpus: given, memMiB: given, diskMiB: given }, () => part);
    return usages.usage("c");
  };

  it("is to the thousandth what its profile says", () => {
    for (let milli = 1; milli < 3000; milli++) {
      expect(usageOf(milli, 1)).toEqual({ cpus: milli / 1000, memMiB: milli / 1000, diskMiB: milli / 1000 });
    }
  });

  it("is less cpu while it is slowed, and as much memory", () => {
    expect(usageOf(2000, 0.25)).toEqual({ cpus: 0.5, memMiB: 2, diskMiB: 2 });
    expect(usageOf(5, 0.5)).toMatchObject({ cpus: 0.002 });
  });
});
