import { describe, expect, it } from "vitest";
import { toldCluster } from "./told-cluster.js";

const PROD = "allocator/mesos/roles/prod/shares/dominant";
const SHARES = { capabilities: ["MULTI_ROLE", "SHARED_RESOURCES"] as const };

describe("the conversion of what was offered (updateAllocation)", () => {
  it("replaces the allocation, and is no allocation more (S12)", () => {
    const { addAgent, addFramework, convert, gauges } = toldCluster();
    addFramework("f1", "prod");
    addFramework("f2", "prod");
    addAgent("a1", "cpus:2");
    addAgent("a2", "cpus:2");
    convert("f1", "prod", "a1", "cpus:2", "cpus(prod):2");
    expect(gauges()).toMatchObject({ [PROD]: 1 });
    // Both have half of the cpus and one allocation.
    expect(addAgent("a3", "cpus:1")).toEqual(["f1 prod a3 cpus:1"]);
  });

  it("changes what the agent has: declined, it is offered in the new form (L8, Q8)", () => {
    const { addAgent, addFramework, convert, decline, tick } = toldCluster();
    addFramework("f1", "prod");
    addAgent("a1", "cpus:4;ports:[1-10]");
    convert("f1", "prod", "a1", "cpus:3", "cpus(prod):3");
    convert("f1", "prod", "a1", "ports:[2-3]", "ports(prod):[2-3]");
    addFramework("f2", "batch");
    decline("f1", "prod", "a1", "cpus:1;cpus(prod):3;ports:[1-1,4-10];ports(prod):[2-3]");
    expect(tick()).toEqual(["f2 batch a1 cpus:1;ports:[1-1,4-10]", "f1 prod a1 cpus(prod):3;ports(prod):[2-3]"].sort());
  });

  it("leaves the consumption of quota as it is when it reserves or unreserves (Q4)", () => {
    const { addAgent, addFramework, convert, quota } = toldCluster();
    quota("prod", "", "cpus:5");
    addFramework("f1", "prod");
    addAgent("a1", "cpus:4");
    convert("f1", "prod", "a1", "cpus:3", "cpus(prod):3");
    expect(addAgent("a2", "cpus:4")).toEqual(["f1 prod a2 cpus:1"]);
    convert("f1", "prod", "a1", "cpus(prod):2", "cpus:2");
    expect(addAgent("a3", "cpus:4")).toEqual([]);
  });

  it("takes what is destroyed off the total (L8)", () => {
    const { addAgent, addFramework, convert, gauges } = toldCluster();
    addFramework("f1", "prod");
    addAgent("a1", "disk:100;disk(prod)[v]:100");
    addAgent("a2", "disk(batch):200");
    expect(gauges()).toMatchObject({ [PROD]: 200 / 400 });
    convert("f1", "prod", "a1", "disk(prod)[v]:100", "");
    expect(gauges()).toMatchObject({ [PROD]: 100 / 300 });
  });

  it("makes a shared volume that others are offered while the maker holds it (P6)", () => {
    const { addAgent, addFramework, convert, gauges, tick } = toldCluster();
    addFramework("f1", "prod", SHARES);
    addAgent("a1", "disk(prod):100");
    addAgent("a2", "disk(batch):100");
    addFramework("f2", "prod", SHARES);
    expect(tick()).toEqual([]);
    convert("f1", "prod", "a1", "disk(prod):64", "disk(prod)[v]{SHARED}:64");
    expect(gauges()).toMatchObject({ [PROD]: 100 / 200 });
    expect(tick()).toEqual(["f2 prod a1 disk(prod)[v]{SHARED}:64"]);
    expect(gauges()).toMatchObject({ [PROD]: 100 / 200 });
  });

  it("gives a holder of a shared volume further copies, which count for nothing (S4)", () => {
    const { addAgent, addFramework, agent, convert, decline, gauges } = toldCluster();
    const copy = "disk(prod)[v]{SHARED}:64";
    addFramework("f1", "prod", SHARES);
    addAgent("a1", copy);
    addAgent("a2", "disk(batch):64");
    agent("deactivateAgent", "a1");
    convert("f1", "prod", "a1", "", copy);
    expect(gauges()).toMatchObject({ [PROD]: 64 / 128 });
    decline("f1", "prod", "a1", copy);
    expect(gauges()).toMatchObject({ [PROD]: 64 / 128 });
    decline("f1", "prod", "a1", copy);
    expect(gauges()).toMatchObject({ [PROD]: 0 });
  });

  it("triggers no run, and keeps filters", () => {
    const { addAgent, addFramework, convert, decline, tick } = toldCluster();
    addFramework("f1", "prod");
    addAgent("a1", "cpus:4");
    decline("f1", "prod", "a1", "cpus:2", 60);
    expect(convert("f1", "prod", "a1", "cpus:2", "cpus(prod):2")).toEqual([]);
    expect(tick()).toEqual([]);
  });
});

describe("the operator's conversion of what nobody holds (updateAvailable)", () => {
  it("is offered in the new form", () => {
    const { addAgent, addFramework, convertIdle } = toldCluster();
    addAgent("a1", "cpus:4;disk:100");
    expect(convertIdle("a1", "cpus:3", "cpus(prod):3")).toEqual([]);
    convertIdle("a1", "disk:100", "disk(prod):100");
    convertIdle("a1", "disk(prod):64", "disk(prod)[v]:64");
    expect(addFramework("f1", "batch")).toEqual(["f1 batch a1 cpus:1"]);
    expect(addFramework("f2", "prod")).toEqual(["f2 prod a1 cpus(prod):3;disk(prod):36;disk(prod)[v]:64"]);
  });

  it("wakes an agent of which nobody could take anything", () => {
    const { addAgent, addFramework, convertIdle, tick } = toldCluster();
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus(prod):4")).toEqual([]);
    expect(tick()).toEqual([]);
    convertIdle("a1", "cpus(prod):3", "cpus:3");
    expect(tick()).toEqual(["f1 batch a1 cpus:3"]);
  });

  it("is consumed quota at once (Q3)", () => {
    const { addAgent, addFramework, convertIdle, quota, submit, tick } = toldCluster();
    quota("prod", "", "cpus:4");
    addAgent("a1", "cpus:4");
    convertIdle("a1", "cpus:3", "cpus(prod):3");
    submit({ op: "updateWhitelist", agents: [] });
    addFramework("f1", "prod");
    submit({ op: "updateWhitelist", agents: null });
    addAgent("a2", "cpus:4");
    expect(tick()).toEqual(["f1 prod a1 cpus(prod):3"]);
  });

  it("does nothing when somebody holds it", () => {
    const { addAgent, addFramework, convertIdle, decline, tick } = toldCluster();
    addFramework("f1", "batch");
    addAgent("a1", "cpus:4");
    convertIdle("a1", "cpus:1", "cpus(prod):1");
    decline("f1", "batch", "a1", "cpus:4");
    expect(tick()).toEqual(["f1 batch a1 cpus:4"]);
  });
});
