import { describe, expect, it } from "vitest";
import { filterDuration } from "../../src/allocator/filter-duration.js";
import type { Conversion, Operation, TimedOperation } from "../../src/allocator/operations.js";
import type { Resources } from "../../src/cluster/resources.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import type { AllocatorScript } from "../../src/sdk/allocator-script.js";
import type { Cluster } from "../../src/sdk/cluster.js";
import type { ClusterEvent } from "../../src/sdk/cluster-event.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";
import { RichHistory, richContext } from "../conformance/rich-history.js";
import { INTERVAL } from "../fixtures/random-history.js";
import { AskedCluster } from "./asked-cluster.js";

/** What is heard, with ids in place of objects, so that it can be compared. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("id" in value) return value.id;
  return Object.fromEntries(Object.entries(value).map(([field, of]) => [field, plain(of)]));
}

/** What should be heard of an operation. Vectors are compared by their amounts that are there. */
function expectedEvents(operation: Operation, vector: (of: Resources, absent?: number) => number[]): object[] {
  const conversions = (of: readonly Conversion[]) => of.map(({ from, to }) => ({ from: vector(from), to: vector(to) }));
  const quota = (of: { role: number; guarantees: Resources; limits: Resources }) => ({
    op: "updateQuota",
    role: of.role,
    guarantees: vector(of.guarantees),
    limits: vector(of.limits, -1),
  });
  switch (operation.op) {
    case "recover":
      return operation.quotas.map(quota);
    case "updateQuota":
      return [quota(operation)];
    case "addAgent": {
      const { op, agent, total, used } = operation;
      return [{ op, agent, total: vector(total), used: used.map((u) => ({ ...u, resources: vector(u.resources) })) }];
    }
    case "updateAgent":
      return [{ op: operation.op, agent: operation.agent, total: vector(operation.total) }];
    case "addFramework": {
      const { op, framework, roles, suppressedRoles, active } = operation;
      return [{ op, framework, roles, suppressedRoles, active }];
    }
    case "updateFramework": {
      const { op, framework, roles, suppressedRoles } = operation;
      return [{ op, framework, roles, suppressedRoles }];
    }
    case "requestResources": {
      const requests = operation.requests.map(({ id: _, ...request }) => {
        return { ...request, resources: vector(request.resources) };
      });
      return [{ op: operation.op, framework: operation.framework, requests }];
    }
    case "recoverResources":
      return [
        {
          ...operation,
          resources: vector(operation.resources),
          refuse: filterDuration(operation.refuse, INTERVAL) ?? null,
        },
      ];
    case "acceptOffer":
    case "revocationDenied":
      return [{ ...operation, resources: vector(operation.resources) }];
    case "updateAllocation":
    case "updateAvailable":
      return [{ ...operation, conversions: conversions(operation.conversions) }];
    default:
      return [{ ...operation }];
  }
}

describe("an allocator's events", () => {
  it("are the operations, each after the cluster has taken it in", () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 6; seed++) {
      const context = richContext(seed);
      const { resourceKeys } = context.directory;
      const heard: { readonly t: number; readonly event: unknown; readonly keys: number }[] = [];
      const script: AllocatorScript = {
        triggers: ["recoverResources"],
        decide: (cluster) => {
          for (const subscription of cluster.subscriptions()) {
            const agent = cluster.candidates.find((one) => cluster.offerable(subscription, one) !== null);
            if (agent === undefined) continue;
            cluster.offer(subscription, agent, cluster.offerable(subscription, agent)!);
          }
        },
        onEvent: (cluster, event) => heard.push({ t: cluster.t, event: plain(event), keys: cluster.keys.length }),
      };
      const history = new RichHistory(seed, context.directory, new WireAllocator(new ScriptGuest(script), context));
      for (let n = 0; n < 500; n++) history.step();
      const told = history.calls.flatMap(({ events }) => events);
      const expected = told.flatMap(({ t, operation }: TimedOperation) => {
        const make = (keys: number) =>
          expectedEvents(operation, (resources, absent = 0) => {
            const vector = new Array<number>(keys).fill(absent);
            for (const [i, key] of resources.keys.entries()) vector[key] = resources.amounts[i] as number;
            return vector;
          });
        return make(resourceKeys.all.length).map((_, i) => ({ t, make: (keys: number) => make(keys)[i] }));
      });
      expect(heard).toHaveLength(expected.length);
      for (const [i, { t, make }] of expected.entries()) {
        const { event, keys, t: at } = heard[i]!;
        expect({ t: at, event }, `seed ${seed}, event ${i}`).toEqual({ t, event: taskless(make(keys), event) });
        seen.add((event as ClusterEvent).op);
      }
    }
    expect([...seen].sort()).toEqual([
      "acceptOffer",
      "activateAgent",
      "activateFramework",
      "addAgent",
      "addFramework",
      "allocate",
      "deactivateAgent",
      "deactivateFramework",
      "inverseOfferResponse",
      "recoverResources",
      "removeAgent",
      "removeFramework",
      "requestResources",
      "reviveOffers",
      "revocationDenied",
      "suppressOffers",
      "updateAgent",
      "updateAllocation",
      "updateAvailable",
      "updateFramework",
      "updateQuota",
      "updateUnavailability",
      "updateWeights",
      "updateWhitelist",
    ]);
  });

  it("find the cluster as it was then, and before the call is decided", () => {
    const order: string[] = [];
    const onEvent = (cluster: Cluster, event: ClusterEvent) => {
      order.push(`${event.op} at ${cluster.t}: ${cluster.total[0] ?? 0}, ${cluster.candidates.length} candidates`);
    };
    const asked = new AskedCluster({ script: { onEvent } });
    asked.agent("a1", "cpus:1").at(1).agent("a2", "cpus:2").at(2);
    asked.tick((cluster) => {
      order.push(`decide at ${cluster.t}: ${cluster.total[0]}, ${cluster.candidates.length} candidates`);
    });
    expect(order).toEqual([
      "addAgent at 0: 1000, 0 candidates",
      "addAgent at 1000000: 3000, 0 candidates",
      "allocate at 2000000: 3000, 0 candidates",
      "decide at 2000000: 3000, 2 candidates",
    ]);
  });
});

/** A task that this history's agent or framework took with it is known to nobody any more. */
function taskless(expected: object | undefined, heard: unknown): object | undefined {
  const { op, task } = heard as { op: string; task?: unknown };
  const lost = (op === "recoverResources" || op === "revocationDenied") && task === null;
  return lost ? { ...expected, task: null } : expected;
}
