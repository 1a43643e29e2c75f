import { describe, expect, it } from "vitest";
import { toldCluster } from "./told-cluster.js";

const SHARES = "allocator/mesos/roles";

describe("volumes", () => {
  it("are given whole or not at all when a limit cuts the second stage, in byte order after what is divisible (C12)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "", "disk:100");
    addFramework("f1", "prod");
    // 50 of 100, then a's 40 of the 50 left; b's 60 are more than the 10 left.
    expect(addAgent("a1", "disk:50;disk[b]:60;disk[a]:40")).toEqual(["f1 prod a1 disk:50;disk[a]:40"]);
    expect(addAgent("a2", "disk:50")).toEqual(["f1 prod a2 disk:10"]);
  });

  it("are tried one after the other: what is too large leaves room for the next (C12)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "", "disk:64");
    addFramework("f1", "prod");
    expect(addAgent("a1", "disk[b]:60;disk[c]:10;disk[a]:80")).toEqual(["f1 prod a1 disk[b]:60"]);
  });

  it("satisfy a guarantee whole or not at all (C4, C12)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "disk:60", "disk:60");
    addFramework("f1", "prod");
    addFramework("f2", "batch");
    // a is too large for the guarantee and the limit, and for the surplus that batch may have: 130 - 50 - 10 = 70.
    expect(addAgent("a1", "disk[a]:80;disk[b]:50")).toEqual(["f1 prod a1 disk[b]:50"]);
    expect(addAgent("a2", "disk[c]:30;disk:40")).toEqual(["f1 prod a2 disk:10", "f2 batch a2 disk:30;disk[c]:30"]);
  });

  it("go as extra where they are larger than the guarantee, which is then still required in this run (C5, C7)", () => {
    const { addAgent, addFramework, quota, submit, tick } = toldCluster();
    submit({ op: "updateWhitelist", agents: [] });
    quota("prod", "cpus:1;disk:30");
    addFramework("f1", "prod");
    addFramework("f2", "batch");
    addAgent("a1", "cpus:1;disk[v]:64");
    addAgent("a2", "disk:100");
    submit({ op: "updateWhitelist", agents: null });
    // Surplus of disk on a1: 164 - 30, so all 64 of v go. On a2: 164 - 64 - 30 = 70 are left for others.
    expect(tick()).toEqual(["f1 prod a1 cpus:1;disk[v]:64", "f2 batch a2 disk:70"]);
    // In the next run 64 are consumed, and nothing is required; prod has the share 1 of cpus, batch 70/164.
    expect(tick()).toEqual(["f2 batch a2 disk:30"]);
  });

  it("that nobody has reserved count as plain scalars: in shares and against limits", () => {
    const { addAgent, addFramework, gauges, quota } = toldCluster();
    quota("prod", "", "disk:100");
    addFramework("f1", "prod");
    expect(addAgent("a1", "disk[v]:64")).toEqual(["f1 prod a1 disk[v]:64"]);
    expect(addAgent("a2", "disk:64")).toEqual(["f1 prod a2 disk:36"]);
    expect(gauges()).toMatchObject({ [`${SHARES}/prod/shares/dominant`]: 100 / 128 });
  });

  it("that change their size while somebody holds them are offered once they are back", () => {
    const { accept, addAgent, addFramework, end, tick, updateAgent } = toldCluster();
    addFramework("f1", "prod");
    addAgent("a1", "cpus:1;disk(prod)[v]:64");
    accept("f1", "prod", "a1", "disk(prod)[v]:64");
    expect(updateAgent("a1", "cpus:2;disk(prod)[v]:96", {})).toEqual(["f1 prod a1 cpus:1"]);
    end("f1", "prod", "a1", "disk(prod)[v]:64");
    expect(tick()).toEqual(["f1 prod a1 disk(prod)[v]:96"]);
  });
});

describe("refined reservations", () => {
  const REFINES = { capabilities: ["MULTI_ROLE", "RESERVATION_REFINEMENT"] as const };

  it("go to the lowest role of their stack and those below, not to those above (Q8)", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "eng", REFINES);
    expect(addAgent("a1", "cpus(eng):1;cpus(eng)(eng/ml):2")).toEqual(["f1 eng a1 cpus(eng):1"]);
    expect(addFramework("f2", "eng/ml", REFINES)).toEqual(["f2 eng/ml a1 cpus(eng)(eng/ml):2"]);
  });

  it("are kept from frameworks that lack RESERVATION_REFINEMENT, and only they (P4)", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "eng/ml");
    expect(addAgent("a1", "cpus(eng):1;cpus(eng)(eng/ml):2;mem(eng/ml):64")).toEqual([
      "f1 eng/ml a1 cpus(eng):1;mem(eng/ml):64",
    ]);
  });

  it("go to the next framework when nothing else is left for the first (MESOS-9554)", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "eng/ml");
    addFramework("f2", "eng/ml", REFINES);
    expect(addAgent("a1", "cpus(eng)(eng/ml):2")).toEqual(["f2 eng/ml a1 cpus(eng)(eng/ml):2"]);
  });

  it("are consumed quota of the top-level role (Q3)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("eng", "", "cpus:3");
    addFramework("f1", "eng");
    expect(addAgent("a1", "cpus:4;cpus(eng)(eng/ml):2")).toEqual(["f1 eng a1 cpus:1"]);
  });
});
