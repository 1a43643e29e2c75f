import { describe, expect, it } from "vitest";
import { ObservedRun } from "./observed-run.js";

describe("what a script reports of itself", () => {
  it("is summed up by name, and its last value is a metric of the run", () => {
    const { metrics, scriptMetrics } = new ObservedRun()
      .sample(1, "waiting", 4, "tasks")
      .sample(2, "a", -1)
      .sample(3, "waiting", 1, "tasks")
      .sample(3, "waiting", 2.5, "tasks")
      .end(10);
    expect(scriptMetrics).toEqual({
      a: { unit: "", samples: 1, last: -1, mean: -1, min: -1, max: -1 },
      waiting: { unit: "tasks", samples: 3, last: 2.5, mean: 2.5, min: 1, max: 4 },
    });
    expect(Object.keys(scriptMetrics)).toEqual(["a", "waiting"]);
    expect(metrics).toMatchObject({ "script.a": -1, "script.waiting": 2.5 });
  });

  it("is nothing when it reports nothing", () => {
    const { metrics, scriptMetrics } = new ObservedRun().end(10);
    expect(scriptMetrics).toEqual({});
    expect(Object.keys(metrics).filter((name) => name.startsWith("script."))).toEqual([]);
  });
});
