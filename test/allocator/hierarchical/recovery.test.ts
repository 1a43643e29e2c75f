import { describe, expect, it } from "vitest";
import { toldCluster } from "./told-cluster.js";

describe("a recovered allocator", () => {
  it("has the quotas of the old master (R1)", () => {
    const { addAgent, addFramework, recover } = toldCluster();
    recover(0, { prod: "cpus:3" });
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:4")).toEqual(["f1 batch a1 cpus:1"]);
    expect(addFramework("f2", "prod")).toEqual(["f2 prod a1 cpus:3"]);
  });

  it("makes no offers until enough agents are back; the last of them is the only one of its run (R2)", () => {
    const { addAgent, addFramework, recover, tick } = toldCluster();
    // floor(3 x 0.8) = 2
    recover(3, { prod: "cpus:1" });
    expect(addFramework("f1", "prod")).toEqual([]);
    expect(addAgent("a1", "cpus:4")).toEqual([]);
    expect(addAgent("a2", "cpus:4")).toEqual(["f1 prod a2 cpus:4"]);
    expect(tick()).toEqual(["f1 prod a1 cpus:4"]);
  });
});
