import { describe, expect, it } from "vitest";
import { toldCluster } from "./told-cluster.js";

describe("ranges and sets", () => {
  it("go along whole in the first stage, whatever the limits are (C5, C14)", () => {
    const { addAgent, addFramework, quota, submit, tick } = toldCluster();
    submit({ op: "updateWhitelist", agents: [] });
    quota("prod", "cpus:2", "cpus:2;ports:0");
    addFramework("f1", "prod");
    addFramework("f2", "batch");
    addAgent("a1", "cpus:4;ports:[31000-31009];rack:{a,b}");
    submit({ op: "updateWhitelist", agents: null });
    expect(tick()).toEqual(["f1 prod a1 cpus:2;ports:[31000-31009];rack:{a,b}", "f2 batch a1 cpus:2"]);
  });

  it("go along whole in the second stage, although nothing of the scalars is left (C9, C14)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "", "cpus:0;ports:0");
    addFramework("f1", "prod");
    expect(addAgent("a1", "cpus:4;ports:[31000-31009];ports(prod):[1-2]")).toEqual([
      "f1 prod a1 ports:[31000-31009];ports(prod):[1-2]",
    ]);
  });

  it("are no part of the headroom that is kept for guarantees (C9)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "cpus:8");
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:4;ports:[31000-31009]")).toEqual(["f1 batch a1 ports:[31000-31009]"]);
  });

  it("do not count in shares, also when a minimum named them first (S2)", () => {
    const { addAgent, addFramework } = toldCluster({ minAllocatable: ["ports:1", "cpus:1"] });
    addFramework("f1", "batch");
    addFramework("f2", "prod");
    expect(addAgent("a1", "ports:[1-10]")).toEqual(["f1 batch a1 ports:[1-10]"]);
    // batch has one allocation, prod none.
    expect(addAgent("a2", "cpus:1")).toEqual(["f2 prod a2 cpus:1"]);
    // batch has all ports and prod a tenth of the cpus.
    expect(addAgent("a3", "cpus:9")).toEqual(["f1 batch a3 cpus:9"]);
  });

  it("are not consumed quota, reserved or not (Q3, C14)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "", "cpus:4;ports:4");
    addFramework("f1", "prod");
    expect(addAgent("a1", "cpus:3;ports:[1-10];ports(prod):[21-30]")).toEqual([
      "f1 prod a1 cpus:3;ports:[1-10];ports(prod):[21-30]",
    ]);
    expect(addAgent("a2", "cpus:3;ports:[1-10]")).toEqual(["f1 prod a2 cpus:1;ports:[1-10]"]);
  });

  it("count by their number in the smallest offer (F11)", () => {
    const { addAgent, addFramework } = toldCluster({ minAllocatable: ["ports:3", "rack:2;cpus:1"] });
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:8;ports:[1-2];rack:{a}")).toEqual([]);
    expect(addAgent("a2", "ports:[1-2];ports(batch):[5-5]")).toEqual(["f1 batch a2 ports:[1-2];ports(batch):[5-5]"]);
    expect(addAgent("a3", "cpus:1;rack:{a,c}")).toEqual(["f1 batch a3 cpus:1;rack:{a,c}"]);
  });

  it("are filtered item by item: as many others, or one more, pass (F1)", () => {
    const { addAgent, addFramework, decline, updateAgent } = toldCluster();
    addFramework("f1", "batch");
    addAgent("a1", "cpus:1;ports:[1-10]");
    decline("f1", "batch", "a1", "cpus:1;ports:[1-10]", 60);
    expect(updateAgent("a1", "cpus:1;ports:[3-7]", {})).toEqual([]);
    expect(updateAgent("a1", "cpus:1;ports:[6-15]", {})).toEqual(["f1 batch a1 cpus:1;ports:[6-15]"]);
  });

  it("come back as they went", () => {
    const { addAgent, addFramework, decline, tick } = toldCluster();
    addFramework("f1", "batch");
    expect(addAgent("a1", "ports:[1-10];rack:{a,b,c}")).toEqual(["f1 batch a1 ports:[1-10];rack:{a,b,c}"]);
    decline("f1", "batch", "a1", "ports:[3-4,9-9];rack:{b}");
    expect(tick()).toEqual(["f1 batch a1 ports:[3-4,9-9];rack:{b}"]);
  });

  it("show nothing of what is held beyond the total of an agent that shrank (L3)", () => {
    const { accept, addAgent, addFramework, end, tick, updateAgent } = toldCluster();
    addFramework("f1", "batch");
    addAgent("a1", "ports:[1-10]");
    accept("f1", "batch", "a1", "ports:[1-10]");
    expect(updateAgent("a1", "ports:[8-12]", {})).toEqual(["f1 batch a1 ports:[11-12]"]);
    end("f1", "batch", "a1", "ports:[1-9]");
    expect(tick()).toEqual(["f1 batch a1 ports:[8-9]"]);
  });

  it("leave an agent open to all: one draft serves those who take revocable resources and those who do not", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "batch");
    addFramework("f2", "prod", { capabilities: ["MULTI_ROLE", "REVOCABLE_RESOURCES"] });
    expect(addAgent("a1", "cpus:1;ports:[1-2];ports{REV}:[5-6]")).toEqual([
      "f1 batch a1 cpus:1;ports:[1-2]",
      "f2 prod a1 ports{REV}:[5-6]",
    ]);
  });
});
