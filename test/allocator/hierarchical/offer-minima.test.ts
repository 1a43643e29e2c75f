import { describe, expect, it } from "vitest";
import { toldCluster } from "./told-cluster.js";

describe("a framework's own smallest offer (F10)", () => {
  it("replaces that of the options, for the role that it names", () => {
    const { addAgent, addFramework } = toldCluster({ minAllocatable: ["cpus:1"] });
    addFramework("f1", "batch prod", { minAllocatable: { batch: ["cpus:4"] } });
    expect(addAgent("a1", "cpus:2")).toEqual(["f1 prod a1 cpus:2"]);
    // prod holds more, so batch is asked first.
    expect(addAgent("a2", "cpus:4")).toEqual(["f1 batch a2 cpus:4"]);
  });

  it("may be smaller than that of the options", () => {
    const { addAgent, addFramework, tick } = toldCluster({ minAllocatable: ["cpus:1"] });
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:0.5")).toEqual([]);
    expect(tick()).toEqual([]);
    expect(addFramework("f2", "batch", { minAllocatable: { batch: ["cpus:0.5"] } })).toEqual(["f2 batch a1 cpus:0.5"]);
  });

  it("is any offer that is not empty when the list is", () => {
    const { addAgent, addFramework } = toldCluster({ minAllocatable: ["cpus:1"] });
    addFramework("f1", "batch", { minAllocatable: { batch: [] } });
    expect(addAgent("a1", "disk:1")).toEqual(["f1 batch a1 disk:1"]);
    expect(addAgent("a2", "")).toEqual([]);
  });

  it("is met by any one of its alternatives, of which all names count (F11)", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "batch", { minAllocatable: { batch: ["cpus:2;mem:64", "disk:10"] } });
    expect(addAgent("a1", "cpus:2;mem:32")).toEqual([]);
    expect(addAgent("a2", "cpus:2;mem:64")).toEqual(["f1 batch a2 cpus:2;mem:64"]);
    expect(addAgent("a3", "disk:10")).toEqual(["f1 batch a3 disk:10"]);
  });

  it("leaves what is too little for one to the next, whose limit is lower", () => {
    const { addAgent, addFramework } = toldCluster({ minAllocatable: ["cpus:1"] });
    addFramework("f1", "batch", { minAllocatable: { batch: ["cpus:8"] } });
    addFramework("f2", "batch", { minAllocatable: { batch: ["cpus:2"] } });
    addFramework("f3", "batch");
    expect(addAgent("a1", "cpus:1.5")).toEqual(["f3 batch a1 cpus:1.5"]);
    expect(addAgent("a2", "cpus:2")).toEqual(["f2 batch a2 cpus:2"]);
    expect(addAgent("a3", "cpus:8")).toEqual(["f1 batch a3 cpus:8"]);
  });

  it("is for what limits leave of an offer in the first stage", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "cpus:3", "cpus:3");
    addFramework("f1", "prod", { minAllocatable: { prod: ["cpus:4"] } });
    expect(addAgent("a1", "cpus:4")).toEqual([]);
    expect(addFramework("f2", "prod")).toEqual(["f2 prod a1 cpus:3"]);
  });

  it("is for what headroom leaves of an offer in the second stage", () => {
    const { addAgent, addFramework, quota, decline, tick } = toldCluster();
    quota("prod", "cpus:3");
    addFramework("f1", "prod", { minAllocatable: { prod: ["cpus:4"] } });
    addFramework("f2", "batch", { minAllocatable: { batch: ["cpus:2"] } });
    // 3 are guaranteed, and the surplus of 1 comes with them.
    expect(addAgent("a1", "cpus:4")).toEqual(["f1 prod a1 cpus:4"]);
    decline("f1", "prod", "a1", "cpus:4", 60);
    // 3 are held back for prod, and 1 is too little for f2.
    expect(tick()).toEqual([]);
    expect(addFramework("f3", "batch")).toEqual(["f3 batch a1 cpus:1"]);
  });

  it("of a framework that changes holds from the next run on (G5)", () => {
    const { addAgent, addFramework, updateFramework, tick } = toldCluster({ minAllocatable: ["cpus:1"] });
    addFramework("f1", "batch");
    addAgent("a1", "cpus:0.5");
    expect(tick()).toEqual([]);
    expect(updateFramework("f1", "batch", { minAllocatable: { batch: ["cpus:0.5"] } })).toEqual([]);
    expect(tick()).toEqual(["f1 batch a1 cpus:0.5"]);
  });

  it("is thought of when its framework comes back", () => {
    const { addAgent, addFramework, framework } = toldCluster({ minAllocatable: ["cpus:1"] });
    addFramework("f1", "batch", { minAllocatable: { batch: ["cpus:0.5"] } });
    framework("deactivateFramework", "f1");
    expect(addAgent("a1", "cpus:0.5")).toEqual([]);
    expect(framework("activateFramework", "f1")).toEqual(["f1 batch a1 cpus:0.5"]);
  });

  it("goes with its framework", () => {
    const { addAgent, addFramework, framework } = toldCluster({ minAllocatable: ["cpus:1"] });
    addFramework("f1", "batch", { minAllocatable: { batch: ["cpus:8"] } });
    expect(addAgent("a1", "cpus:2")).toEqual([]);
    framework("removeFramework", "f1");
    expect(addFramework("f2", "batch")).toEqual(["f2 batch a1 cpus:2"]);
  });
});
