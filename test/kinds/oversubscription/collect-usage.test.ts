import { describe, expect, it } from "vitest";
import type { ResourceStatistics } from "../../../src/kinds/isolator/resource-statistics.js";
import { type Complete, DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { collectUsage, type MeasuredExecutor } from "../../../src/kinds/oversubscription/collect-usage.js";
import type { ResourceUsage } from "../../../src/kinds/oversubscription/resource-usage.js";
import { endOf, executorUsage } from "./usage-fixtures.js";

function measured(id: string, state: MeasuredExecutor["state"] = "RUNNING"): MeasuredExecutor {
  const { statistics: _, ...executor } = executorUsage(id, "cpus:1;mem:32");
  return { ...executor, state };
}

describe("the usage that estimators and controllers see (U1)", () => {
  it("has a running executor with its tasks, their labels and the containerizer's statistics (T1)", () => {
    const task = { id: "t1", name: "sleep", resources: "cpus:1", labels: [{ key: "tier", value: "gold" }] };
    const executor = { ...measured("e1"), tasks: [task] };
    const statistics = { timestamp: 5_000_000, cpus: 0.4, memMiB: 20 };
    const end = endOf<ResourceUsage>((complete) =>
      collectUsage("cpus:4;mem:64", [executor], (_container, answer) => answer(ready(statistics)), complete),
    );
    const usage = { ...executorUsage("e1", "cpus:1;mem:32"), tasks: [task], statistics };
    expect(end).toEqual(ready({ executors: [usage], total: "cpus:4;mem:64" }));
  });

  it("has no executor that is terminated, and every other one", () => {
    const asked: string[] = [];
    const executors = [
      measured("a", "REGISTERING"),
      measured("b", "TERMINATED"),
      measured("c", "TERMINATING"),
      measured("d"),
    ];
    const end = endOf<ResourceUsage>((complete) =>
      collectUsage(
        "",
        executors,
        (container, answer) => {
          asked.push(container);
          answer(ready({}));
        },
        complete,
      ),
    );
    const ids = end?.kind === "ready" ? end.value.executors.map(({ executor }) => executor.id) : [];
    expect(ids).toEqual(["a", "c", "d"]);
    expect(asked).toEqual(["container-of-a", "container-of-c", "container-of-d"]);
  });

  it("waits for all statistics, and leaves out those that cannot be had", () => {
    const answers: Complete<ResourceStatistics>[] = [];
    const ends: unknown[] = [];
    collectUsage(
      "cpus:4",
      [measured("a"), measured("b"), measured("c")],
      (_container, answer) => answers.push(answer),
      (outcome) =>
        ends.push(outcome.kind === "ready" ? outcome.value.executors.map(({ statistics }) => statistics) : outcome),
    );
    answers[2]?.(ready({ cpus: 3 }));
    answers[2]?.(ready({ cpus: 30 }));
    answers[0]?.(failed("no such container"));
    expect(ends).toEqual([]);
    answers[1]?.(DISCARDED);
    answers[1]?.(ready({ cpus: 2 }));
    expect(ends).toEqual([[null, null, { cpus: 3 }]]);
  });

  it("is there at once on an agent without executors", () => {
    const end = endOf<ResourceUsage>((complete) => collectUsage("cpus:4", [], () => undefined, complete));
    expect(end).toEqual(ready({ executors: [], total: "cpus:4" }));
  });
});
