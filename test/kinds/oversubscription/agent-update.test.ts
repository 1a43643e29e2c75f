import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RoleId } from "../../../src/cluster/ids.js";
import { NameTable } from "../../../src/cluster/name-table.js";
import { ResourceKeys } from "../../../src/cluster/resource-keys.js";
import {
  type AgentUpdateMessage,
  agentUpdate,
  agentUpdateMessage,
  updatedTotal,
} from "../../../src/kinds/oversubscription/agent-update.js";

const keys = new ResourceKeys(new NameTable<RoleId>(["prod"]));

function newTotal(total: string, message: AgentUpdateMessage): string {
  const updated = updatedTotal(keys, keys.parse(total), message);
  return updated === "unchanged" ? updated : keys.format(updated);
}

function offersOf(...texts: readonly string[]) {
  return texts.map((text) => ({ text, resources: keys.parse(text) }));
}

describe("the master on an UpdateSlave message", () => {
  it.each([
    ["cpus:4;mem:64", "cpus{REV}:2", "cpus:4;cpus{REV}:2;mem:64"],
    ["cpus:4;cpus{REV}:2;disk{REV}:9", "cpus{REV}:3", "cpus:4;cpus{REV}:3"],
    ["cpus:4;cpus{REV}:2", "", "cpus:4"],
    ["cpus:4;cpus{REV}:2", "cpus{REV}:2.000", "unchanged"],
    ["cpus:4", "", "unchanged"],
    ["cpus(prod):4;ports:[1-9]", "ports{REV}:[3-4]", "cpus(prod):4;ports:[1-9];ports{REV}:[3-4]"],
    ["cpus:4", "cpus:9;mem{REV}:1", "cpus:4;mem{REV}:1"],
  ])("gives an agent of %s that tells of %s the total %s (M1)", (total, oversubscribed, expected) => {
    expect(newTotal(total, { updateOversubscribed: true, oversubscribed })).toBe(expected);
  });

  it("never touches what is not revocable, and settles after one message (M1)", () => {
    const amount = fc.integer({ min: 0, max: 9000 }).map((milli) => milli / 1000);
    fc.assert(
      fc.property(amount, amount, amount, (regular, before, after) => {
        const message = agentUpdateMessage(`cpus{REV}:${after}`);
        const total = keys.parse(`cpus:${regular};cpus{REV}:${before}`);
        const updated = updatedTotal(keys, total, message);
        expect(updated === "unchanged").toBe(before === after);
        if (updated === "unchanged") return;
        expect(keys.format(updated)).toBe(keys.format(keys.parse(`cpus:${regular};cpus{REV}:${after}`)));
        expect(updatedTotal(keys, updated, message)).toBe("unchanged");
      }),
    );
  });

  it("takes a message of an old agent, which has no flag, for one that sets it (M3)", () => {
    expect(newTotal("cpus:4", { oversubscribed: "cpus{REV}:1" })).toBe("cpus:4;cpus{REV}:1");
    expect(newTotal("cpus:4;cpus{REV}:1", { updateOversubscribed: false, oversubscribed: "" })).toBe("unchanged");
  });

  it("learns nothing from an agent that knows nothing yet, and everything from one that has none left", () => {
    expect(newTotal("cpus:4;cpus{REV}:1", agentUpdateMessage(null))).toBe("unchanged");
    expect(newTotal("cpus:4;cpus{REV}:1", agentUpdateMessage(""))).toBe("cpus:4");
  });

  it("ignores an agent that it does not know, or has removed (M1)", () => {
    const update = agentUpdate(keys, undefined, agentUpdateMessage("cpus{REV}:1"));
    expect(update).toEqual({ kind: "ignored", why: "unknown agent" });
  });

  it("rescinds nothing when nothing changed (M1)", () => {
    const agent = { total: keys.parse("cpus:4;cpus{REV}:1"), offers: offersOf("cpus{REV}:1") };
    const update = agentUpdate(keys, agent, agentUpdateMessage("cpus{REV}:1"));
    expect(update).toEqual({ kind: "ignored", why: "unchanged" });
  });

  it.each([
    ["grew from 1 to 3 (T4)", "cpus{REV}:1", "cpus{REV}:3"],
    ["shrank from 3 to 1 (T5)", "cpus{REV}:3", "cpus{REV}:1"],
  ])(
    "rescinds each offer with revocable resources, its regular part too, when the estimate %s (M2)",
    (_case, before, after) => {
      const offers = offersOf("cpus:1;mem:32", `cpus:1;${before}`, before, "cpus(prod):1");
      const agent = { total: keys.parse(`cpus:4;${before}`), offers };
      const update = agentUpdate(keys, agent, agentUpdateMessage(after));
      if (update.kind === "ignored") throw new Error(update.why);
      expect(keys.format(update.total)).toBe(`cpus:4;${after}`);
      expect(update.rescinded.map(({ text }) => text)).toEqual([`cpus:1;${before}`, before]);
    },
  );
});
