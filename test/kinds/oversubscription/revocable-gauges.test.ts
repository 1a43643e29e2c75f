import { describe, expect, it } from "vitest";
import type { RoleId } from "../../../src/cluster/ids.js";
import { NameTable } from "../../../src/cluster/name-table.js";
import { ResourceKeys } from "../../../src/cluster/resource-keys.js";
import { revocableGauges } from "../../../src/kinds/oversubscription/revocable-gauges.js";

const keys = new ResourceKeys(new NameTable<RoleId>(["prod"]));

describe("the master's gauges of revocable resources", () => {
  it("count the revocable resources of all agents, by Mesos' names (M4)", () => {
    const gauges = revocableGauges(keys, [
      { total: keys.parse("cpus:8;cpus{REV}:1.5;mem{REV}:64"), used: keys.parse("cpus:8;cpus{REV}:0.5") },
      { total: keys.parse("cpus:8;cpus{REV}:0.5"), used: keys.parse("cpus(prod):2") },
    ]);
    expect(gauges).toEqual({
      "master/cpus_revocable_total": 2,
      "master/cpus_revocable_used": 0.5,
      "master/cpus_revocable_percent": 0.25,
      "master/mem_revocable_total": 64,
      "master/mem_revocable_used": 0,
      "master/mem_revocable_percent": 0,
      "master/disk_revocable_total": 0,
      "master/disk_revocable_used": 0,
      "master/disk_revocable_percent": 0,
      "master/gpus_revocable_total": 0,
      "master/gpus_revocable_used": 0,
      "master/gpus_revocable_percent": 0,
    });
  });

  it("count all that is used, though it be more than the total is now (M5)", () => {
    const gauges = revocableGauges(keys, [{ total: keys.parse("cpus{REV}:2"), used: keys.parse("cpus{REV}:5") }]);
    expect(gauges["master/cpus_revocable_used"]).toBe(5);
    expect(gauges["master/cpus_revocable_percent"]).toBe(2.5);
  });
});
