import { describe, expect, it } from "vitest";
import { toldCluster } from "./told-cluster.js";

const SHARES = { capabilities: ["MULTI_ROLE", "SHARED_RESOURCES"] as const };
const V = "disk(prod)[v]{SHARED}:100";

function dominant(role: string): string {
  return `allocator/mesos/roles/${role}/shares/dominant`;
}

describe("shared volumes", () => {
  it("stay available while they are offered and in use (P6)", () => {
    const { accept, addAgent, addFramework, tick } = toldCluster();
    addFramework("f1", "prod", SHARES);
    addFramework("f2", "prod", SHARES);
    expect(addAgent("a1", V)).toEqual([`f1 prod a1 ${V}`]);
    accept("f1", "prod", "a1", V);
    // f1 has the share 1, f2 none; then both have 1, and one allocation each.
    expect(tick()).toEqual([`f2 prod a1 ${V}`]);
    expect(tick()).toEqual([`f1 prod a1 ${V}`]);
  });

  it("go to one framework in a run, also when its stages are two (P6)", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "cpus:2", "cpus:2");
    addFramework("f1", "prod", SHARES);
    addFramework("f2", "prod", SHARES);
    // Stage 1 makes f1's offer; in stage 2 prod may have nothing more of cpus, and the volume was offered.
    expect(addAgent("a1", `cpus:4;${V}`)).toEqual([`f1 prod a1 cpus:2;${V}`]);
  });

  it("go to others of the same run on other agents", () => {
    const { addAgent, addFramework, submit, tick } = toldCluster();
    submit({ op: "updateWhitelist", agents: [] });
    addFramework("f1", "prod", SHARES);
    addFramework("f2", "prod", SHARES);
    for (const agent of ["a1", "a2"]) addAgent(agent, V);
    submit({ op: "updateWhitelist", agents: null });
    expect(tick()).toEqual([`f1 prod a1 ${V}`, `f2 prod a2 ${V}`]);
  });

  it("are there for the next run although nobody could take anything more in this one", () => {
    const { addAgent, addFramework, decline, tick } = toldCluster();
    addFramework("f1", "prod", SHARES);
    addAgent("a1", V);
    addFramework("f2", "prod", SHARES);
    decline("f2", "prod", "a1", V, 60);
    // f2 refused it, so it is f1's; f1 is the only one that may have it again.
    expect(tick()).toEqual([`f1 prod a1 ${V}`]);
    expect(tick()).toEqual([`f1 prod a1 ${V}`]);
  });

  it("are kept from frameworks that lack SHARED_RESOURCES; the next one is tried (P4, MESOS-9554)", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "prod");
    addFramework("f2", "prod", SHARES);
    expect(addAgent("a1", V)).toEqual([`f2 prod a1 ${V}`]);
    expect(addAgent("a2", `cpus:1;${V}`)).toEqual([`f1 prod a2 cpus:1`, `f2 prod a2 ${V}`]);
  });

  it("count once for their holder, whatever the number of copies (S4)", () => {
    const { addAgent, addFramework, gauges, tick } = toldCluster();
    addFramework("f1", "prod", SHARES);
    addAgent("a1", V);
    expect(tick()).toEqual([`f1 prod a1 ${V}`]);
    addFramework("f2", "prod");
    addAgent("a2", "disk:120;disk(batch):180", { used: ["f2 prod disk:120"] });
    expect(gauges()).toMatchObject({ [dominant("prod")]: (100 + 120) / 400 });
    // f1 has 100/400; with each copy counted it would have more than the 120/400 of f2.
    expect(addAgent("a3", "cpus:1")).toEqual(["f1 prod a3 cpus:1"]);
  });

  it("count once for each who holds one, and once for the roles above (S4, S5)", () => {
    const { addAgent, addFramework, gauges, tick } = toldCluster();
    addFramework("f1", "eng", SHARES);
    addFramework("f2", "eng/ml", SHARES);
    addFramework("f3", "batch");
    addAgent("a1", "disk(eng)[v]{SHARED}:100");
    tick();
    addAgent("a2", "disk:150;disk(prod):150", { used: ["f3 batch disk:150"] });
    expect(gauges()).toMatchObject({ [dominant("eng")]: 100 / 400, [dominant("eng/ml")]: 100 / 400 });
    // eng as a whole has 100/400, batch 150/400; if eng counted both, batch would come first.
    expect(addAgent("a3", "cpus:1")).toEqual(["f1 eng a3 cpus:1"]);
  });

  it("count until the last copy is back (S4)", () => {
    const { addAgent, addFramework, agent, decline, gauges, tick } = toldCluster();
    addFramework("f1", "prod", SHARES);
    addFramework("f2", "prod", SHARES);
    addAgent("a1", V);
    tick();
    tick();
    agent("deactivateAgent", "a1");
    addAgent("a2", "disk(batch):300");
    // f1 has two copies, f2 one.
    decline("f1", "prod", "a1", V);
    expect(gauges()).toMatchObject({ [dominant("prod")]: 100 / 400 });
    decline("f2", "prod", "a1", V);
    expect(gauges()).toMatchObject({ [dominant("prod")]: 100 / 400 });
    decline("f1", "prod", "a1", V);
    expect(gauges()).toMatchObject({ [dominant("prod")]: 0 });
  });

  it("are charged to a quota once, as the reservation that they are (Q3, Q5)", () => {
    const { addAgent, addFramework, quota, tick } = toldCluster();
    quota("prod", "", "disk:150");
    addFramework("f1", "prod", SHARES);
    addFramework("f2", "prod", SHARES);
    expect(addAgent("a1", V)).toEqual([`f1 prod a1 ${V}`]);
    tick();
    // 100 are consumed, however many hold them.
    expect(addAgent("a2", "disk:80")).toEqual(["f1 prod a2 disk:50"]);
  });

  it("leave the headroom of others alone when they are offered twice (C9)", () => {
    const { addAgent, addFramework, quota, tick } = toldCluster();
    quota("eng", "disk:50");
    addFramework("f1", "prod", SHARES);
    addFramework("f2", "prod", SHARES);
    addAgent("a1", V);
    tick();
    // 180 in all, of which 100 are reserved and held: 80 less the 50 that eng is guaranteed.
    expect(addAgent("a2", "disk:80")).toEqual(["f1 prod a2 disk:30"]);
  });

  it("in use by a framework that is not there yet are available, and count once it comes (L1)", () => {
    const { addAgent, addFramework, gauges } = toldCluster();
    addFramework("f1", "prod", SHARES);
    expect(addAgent("a1", V, { used: [`f2 prod ${V}`] })).toEqual([`f1 prod a1 ${V}`]);
    addAgent("a2", "disk(batch):100");
    expect(gauges()).toMatchObject({ [dominant("prod")]: 100 / 200 });
    addFramework("f2", "batch", SHARES);
    expect(gauges()).toMatchObject({ [dominant("prod")]: 100 / 200 });
  });

  it("leave with their agent, all copies at once (L5)", () => {
    const { addAgent, addFramework, agent, gauges, tick } = toldCluster();
    addFramework("f1", "prod", SHARES);
    addFramework("f2", "prod", SHARES);
    addAgent("a1", V);
    addAgent("a2", "disk(batch):300");
    tick();
    agent("removeAgent", "a1");
    expect(gauges()).toMatchObject({ [dominant("prod")]: 0 });
    expect(addAgent("a1", V)).toEqual([`f1 prod a1 ${V}`]);
    expect(gauges()).toMatchObject({ [dominant("prod")]: 100 / 400 });
  });
});
