import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseResourceText } from "../../../src/cluster/resource-text.js";
import { failed, ready } from "../../../src/kinds/outcome.js";
import type { QoSController, QosCorrection } from "../../../src/kinds/oversubscription/qos-controller.js";
import type { ResourceEstimator } from "../../../src/kinds/oversubscription/resource-estimator.js";
import type { ExecutorUsage, ResourceUsage, UsageSource } from "../../../src/kinds/oversubscription/resource-usage.js";
import { createSlackResourceEstimator } from "../../../src/kinds/oversubscription/slack-estimator.js";
import { createSlackQoSController } from "../../../src/kinds/oversubscription/slack-qos-controller.js";
import { endOf, executorUsage, usageOf } from "./usage-fixtures.js";

const TOTAL = "cpus:10;mem:1000";

function using(id: string, allocated: string, cpus: number, memMiB = 0): ExecutorUsage {
  return { ...executorUsage(id, allocated), statistics: { cpus, memMiB } };
}

function parameters(given: Readonly<Record<string, string>>) {
  return Object.entries(given).map(([key, value]) => ({ key, value }));
}

/** The usage of the moment, which the test changes. */
function changing(first: readonly ExecutorUsage[]): { usage: ResourceUsage; readonly source: UsageSource } {
  const it = {
    usage: { executors: first, total: TOTAL },
    source: ((complete) => complete(ready(it.usage))) as UsageSource,
  };
  return it;
}

function estimator(given: Readonly<Record<string, string>> = {}): ResourceEstimator {
  const creation = createSlackResourceEstimator(parameters(given));
  if (creation.kind === "failed") throw new Error(creation.message);
  return creation.instance;
}

function controller(given: Readonly<Record<string, string>> = {}): QoSController {
  const creation = createSlackQoSController(parameters(given));
  if (creation.kind === "failed") throw new Error(creation.message);
  return creation.instance;
}

function answerOf(asked: ResourceEstimator): string | undefined {
  const end = endOf<string>((complete) => asked.oversubscribable(complete));
  return end?.kind === "ready" ? end.value : undefined;
}

function estimateOf(given: Readonly<Record<string, string>>, ...executors: readonly ExecutorUsage[]) {
  const asked = estimator(given);
  asked.initialize(changing(executors).source);
  return answerOf(asked);
}

function killsOf(given: Readonly<Record<string, string>>, ...executors: readonly ExecutorUsage[]) {
  const asked = controller(given);
  asked.initialize(changing(executors).source);
  const end = endOf<readonly QosCorrection[]>((complete) => asked.corrections(complete));
  return end?.kind === "ready" ? end.value.map(({ kill }) => kill?.executor) : undefined;
}

describe("the slack estimator", () => {
  it("lends what is held and not used, less a tenth of the agent", () => {
    expect(estimateOf({}, using("a", "cpus:6", 2), using("b", "cpus:2", 1))).toBe("cpus{REV}:4");
    expect(estimateOf({ safety_margin: "0" }, using("a", "cpus:6", 2))).toBe("cpus{REV}:4");
  });

  it("lends nothing of an agent that is idle, since what nobody holds is offered anyhow", () => {
    expect(estimateOf({})).toBe("");
  });

  it("lends no more when regular tasks use what they hold, or more", () => {
    expect(estimateOf({}, using("a", "cpus:6", 6))).toBe("");
    expect(estimateOf({}, using("a", "cpus:4", 1), using("b", "cpus:4", 9))).toBe("");
  });

  it("takes an executor of which nothing is measured for one that uses all", () => {
    expect(estimateOf({}, executorUsage("a", "cpus:6"))).toBe("");
  });

  it("takes off what is lent already, whatever of that is used (E2)", () => {
    expect(estimateOf({}, using("a", "cpus:6", 2), using("v", "cpus{REV}:2;mem:10", 0))).toBe("cpus{REV}:1");
    expect(estimateOf({}, using("a", "cpus:6", 2), using("v", "cpus{REV}:2;mem:10", 9))).toBe("cpus{REV}:1");
    expect(estimateOf({}, using("a", "cpus:6", 6), using("v", "cpus{REV}:2;mem:10", 2))).toBe("");
  });

  it("counts in multiples of what its parameter says, and other resources where that names them", () => {
    const busy = using("a", "cpus:6;mem:600", 2.34, 150.5);
    expect(estimateOf({ safety_margin: "0" }, busy)).toBe("cpus{REV}:3.6");
    expect(estimateOf({ safety_margin: "0", resources: "cpus:1;mem:128" }, busy)).toBe("cpus{REV}:3;mem{REV}:384");
    expect(estimateOf({ safety_margin: "0", resources: "mem:32" }, busy)).toBe("mem{REV}:448");
  });

  it("counts the memory that a revocable task holds and does not use as slack", () => {
    expect(estimateOf({ safety_margin: "0", resources: "mem:10" }, using("v", "cpus{REV}:1;mem:100", 1, 40))).toBe(
      "mem{REV}:60",
    );
  });

  it("goes by the highest use of its last samples", () => {
    const asked = estimator({ safety_margin: "0", samples: "2" });
    const moment = changing([]);
    asked.initialize(moment.source);
    const answers = [2, 5, 1, 1].map((cpus) => {
      moment.usage = { executors: [using("a", "cpus:6", cpus)], total: TOTAL };
      return answerOf(asked);
    });
    expect(answers).toEqual(["cpus{REV}:4", "cpus{REV}:1", "cpus{REV}:1", "cpus{REV}:5"]);
  });

  it("keeps the sum of what is lent and what can be lent in addition, however much of it is taken", () => {
    const lent = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6000 }), lent, (used, amounts) => {
        const busy = using("a", "cpus:6", used / 1000);
        const revocable = amounts.map((milli, i) => using(`v${i}`, `cpus{REV}:${milli / 1000}`, 0));
        const alone = milliOf(estimateOf({}, busy));
        const held = amounts.reduce((sum, milli) => sum + milli, 0);
        expect(milliOf(estimateOf({}, busy, ...revocable))).toBe(Math.max(0, alone - held));
      }),
    );
  });

  it("passes a usage on that cannot be had, and keeps the rules of initialize (E4)", () => {
    const asked = estimator();
    expect(endOf<string>((complete) => asked.oversubscribable(complete))).toEqual(
      failed("the slack resource estimator is not initialized"),
    );
    asked.initialize((complete) => complete(failed("no cgroups")));
    expect(endOf<string>((complete) => asked.oversubscribable(complete))).toEqual(failed("no cgroups"));
    expect(asked.initialize(usageOf())).toMatchObject({ kind: "failed" });
  });

  it.each([
    [{ resources: "lots" }, /resources: "lots"/],
    [{ resources: "gpus:1" }, /"gpus": only the use of cpus, mem, disk is measured/],
    [{ resources: "cpus(prod):1" }, /only the use of cpus, mem, disk is measured/],
    [{ resources: "cpus:0" }, /write such as cpus:0.1;mem:32/],
    [{ resources: "cpus:[1-2]" }, /a multiple of an amount/],
    [{ resources: "" }, /write such as cpus:0.1;mem:32/],
    [{ safety_margin: "2" }, /safety_margin: "2" is no number from 0 to 1/],
    [{ safety_margin: "-1" }, /safety_margin/],
    [{ samples: "0" }, /samples: "0" is no whole number from 1/],
    [{ margin: "0.1" }, /the parameter margin is unknown: the parameters are resources, safety_margin, samples/],
    [{ safety_margn: "0.1" }, /did you mean safety_margin/],
  ])("is not made with %o", (given, message) => {
    expect(createSlackResourceEstimator(parameters(given as Record<string, string>))).toEqual({
      kind: "failed",
      message: expect.stringMatching(message),
    });
  });
});

function milliOf(text: string | undefined): number {
  return parseResourceText(text ?? "").reduce((sum, { milli }) => sum + milli, 0);
}

describe("the slack controller", () => {
  const VICTIMS = [using("v", "cpus{REV}:2", 2), using("w", "cpus{REV}:1", 1)];

  it("kills nobody while what is lent fits into what is not used", () => {
    expect(killsOf({}, using("a", "cpus:6", 3), ...VICTIMS)).toEqual([]);
    expect(killsOf({}, using("a", "cpus:6", 3))).toEqual([]);
  });

  it("P8: kills until what is lent fits, the last submitted first", () => {
    expect(killsOf({}, using("a", "cpus:6", 3.5), ...VICTIMS)).toEqual(["w"]);
    expect(killsOf({}, using("a", "cpus:6", 4), ...VICTIMS)).toEqual(["w"]);
    expect(killsOf({}, using("a", "cpus:6", 4.5), ...VICTIMS)).toEqual(["w", "v"]);
    expect(killsOf({}, using("a", "cpus:6", 9), ...VICTIMS)).toEqual(["w", "v"]);
  });

  it("keeps a margin of its own", () => {
    expect(killsOf({ safety_margin: "0.1" }, using("a", "cpus:6", 3), ...VICTIMS)).toEqual(["w"]);
  });

  it("P7: never kills what holds nothing revocable of what is short", () => {
    const memory = using("m", "cpus:1;mem{REV}:64", 1);
    expect(killsOf({}, using("a", "cpus:6", 6), ...VICTIMS, memory)).toEqual(["w", "v"]);
    expect(killsOf({ resources: "mem:1" }, using("a", "cpus:6;mem:10", 6, 10), ...VICTIMS, memory)).toEqual(["m"]);
  });

  it("names the container, so that a new one of the same executor is left alone (Q2)", () => {
    const asked = controller();
    asked.initialize(changing([using("a", "cpus:6", 6), ...VICTIMS]).source);
    const end = endOf<readonly QosCorrection[]>((complete) => asked.corrections(complete));
    expect(end?.kind === "ready" && end.value[0]).toEqual({
      type: "KILL",
      kill: { framework: "batch", executor: "w", container: "container-of-w" },
    });
  });

  it("does not know the samples of the estimator", () => {
    expect(createSlackQoSController(parameters({ samples: "3" }))).toMatchObject({ kind: "failed" });
  });
});
