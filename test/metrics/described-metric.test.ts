import { describe, expect, it } from "vitest";
import { describeMetric } from "../../src/metrics/described-metric.js";
import { KNOWN_METRICS } from "../../src/metrics/known-metrics.js";

describe("what a metric's key tells", () => {
  it("is its unit and which values are better", () => {
    expect(describeMetric("wait.p95")).toEqual({
      name: "wait.p95",
      scope: "all",
      of: "",
      unit: "s",
      direction: "lower",
      wallClock: false,
    });
    expect(describeMetric("utilisation.cpus")).toMatchObject({ unit: "share", direction: "higher" });
    expect(describeMetric("tasks.submitted")).toMatchObject({ unit: "tasks", direction: "neutral" });
  });

  it("is the role or framework that it is about, whatever their names hold", () => {
    expect(describeMetric("wait.p95{role=eng/a=b}")).toMatchObject({ name: "wait.p95", scope: "role", of: "eng/a=b" });
    expect(describeMetric("makespan{framework={x}}")).toMatchObject({ scope: "framework", of: "{x}" });
  });

  it("is found for Mesos' metrics that have names within theirs", () => {
    const key = "allocator/mesos/quota/roles/eng/ml/resources/cpus/guarantee";
    expect(describeMetric(key)).toMatchObject({ name: key, scope: "all", direction: "neutral" });
    expect(describeMetric(key).unit).not.toBe("");
  });

  it("says when the machine's clock measured it", () => {
    expect(describeMetric("cycleMs.p95")).toMatchObject({ unit: "ms", direction: "lower", wallClock: true });
  });

  it("leaves a script's own number without a better side", () => {
    expect(describeMetric("script.waiting")).toEqual({
      name: "script.waiting",
      scope: "all",
      of: "",
      unit: "",
      direction: "neutral",
      wallClock: false,
    });
  });

  it("agrees with every definition", () => {
    for (const { name, unit, direction, wallClock } of KNOWN_METRICS) {
      expect(describeMetric(name.replaceAll(/<\w+>/g, "x"))).toMatchObject({ unit, direction, wallClock });
    }
  });
});
