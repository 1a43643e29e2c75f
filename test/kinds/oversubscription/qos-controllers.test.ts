import { describe, expect, it } from "vitest";
import { failed, ready } from "../../../src/kinds/outcome.js";
import { chosenQoSController } from "../../../src/kinds/oversubscription/chosen-module.js";
import { type AgentLoad, createLoadQoSController } from "../../../src/kinds/oversubscription/load-qos-controller.js";
import { NoopQoSController } from "../../../src/kinds/oversubscription/noop-qos-controller.js";
import {
  killCorrection,
  type QoSController,
  type QosCorrection,
} from "../../../src/kinds/oversubscription/qos-controller.js";
import { endOf, executorUsage, usageOf } from "./usage-fixtures.js";

const THRESHOLDS = { load_threshold_5min: "7", load_threshold_15min: "6" };

function create(parameters: Readonly<Record<string, string>>, load: AgentLoad | null) {
  const list = Object.entries(parameters).map(([key, value]) => ({ key, value }));
  return createLoadQoSController(list, { load: () => load });
}

function controller(parameters: Readonly<Record<string, string>>, load: AgentLoad | null): QoSController {
  const creation = create(parameters, load);
  if (creation.kind === "failed") throw new Error(creation.message);
  return creation.instance;
}

function correctionsOf(asked: QoSController): readonly QosCorrection[] | undefined {
  const end = endOf<readonly QosCorrection[]>((complete) => asked.corrections(complete));
  return end?.kind === "ready" ? end.value : undefined;
}

const TWO_REVOCABLE = usageOf(
  executorUsage("e1", "cpus{REV}:1;mem:128"),
  executorUsage("e2", "cpus:4;mem:128", "web"),
  executorUsage("e3", "cpus{REV}:7;mem:256"),
);

describe("the choice of a QoS controller (Q1)", () => {
  it("is the noop one without a name, else what the module's create() gives", () => {
    const noop = chosenQoSController(null, () => ({ kind: "failed", message: "not asked" }) as const);
    expect(noop.kind === "created" && noop.instance).toBeInstanceOf(NoopQoSController);
    const refusal = { kind: "failed", message: "there is no loaded module of this name" } as const;
    expect(chosenQoSController("gone", () => refusal)).toBe(refusal);
  });
});

describe.each([
  ["noop", () => new NoopQoSController()],
  ["load", () => controller(THRESHOLDS, null)],
])("the %s QoS controller", (name, made) => {
  it("needs to be initialized, once (Q1)", () => {
    const asked = made();
    const end = endOf<readonly QosCorrection[]>((complete) => asked.corrections(complete));
    expect(end).toEqual(failed(`the ${name} QoS controller is not initialized`));
    expect(asked.initialize(usageOf()).kind).toBe("initialized");
    expect(asked.initialize(usageOf()).kind).toBe("failed");
  });
});

describe("the noop QoS controller", () => {
  it("never answers (Q3)", () => {
    const noop = new NoopQoSController();
    noop.initialize(usageOf());
    expect(endOf<readonly QosCorrection[]>((complete) => noop.corrections(complete))).toBeUndefined();
  });
});

describe("the load QoS controller (Q3, Q4)", () => {
  it.each([
    [{}, "a threshold is missing: give load_threshold_5min or load_threshold_15min"],
    [{ colour: "7" }, "a threshold is missing: give load_threshold_5min or load_threshold_15min"],
    [{ load_threshold_5min: "high" }, 'the parameter load_threshold_5min: "high" is no number'],
    [{ load_threshold_5min: "7", load_threshold_15min: "" }, 'the parameter load_threshold_15min: "" is no number'],
  ])("is not created from %j", (parameters, message) => {
    expect(create(parameters as Record<string, string>, null)).toEqual({ kind: "failed", message });
  });

  it("leaves the agent alone below both thresholds, 6.8 and 5.8 of 7 and 6 (T10)", () => {
    const load = controller(THRESHOLDS, { fiveMinutes: 6.8, fifteenMinutes: 5.8 });
    load.initialize(TWO_REVOCABLE);
    expect(correctionsOf(load)).toEqual([]);
  });

  it("kills both revocable executors, whatever they hold, at 7.2 and 5.8 of 7 and 6 (T10)", () => {
    const load = controller(THRESHOLDS, { fiveMinutes: 7.2, fifteenMinutes: 5.8 });
    load.initialize(TWO_REVOCABLE);
    expect(correctionsOf(load)).toEqual([killCorrection("batch", "e1"), killCorrection("batch", "e3")]);
  });

  it.each([
    ["at the 5 minutes' threshold exactly", THRESHOLDS, { fiveMinutes: 7, fifteenMinutes: 0 }, 0],
    ["at the 15 minutes' threshold exactly", THRESHOLDS, { fiveMinutes: 0, fifteenMinutes: 6 }, 0],
    ["above the 15 minutes' one", THRESHOLDS, { fiveMinutes: 0, fifteenMinutes: 6.001 }, 2],
    ["with the 5 minutes' one alone", { load_threshold_5min: ".5" }, { fiveMinutes: 0.6, fifteenMinutes: 99 }, 2],
    ["below the only one", { load_threshold_15min: "1e1" }, { fiveMinutes: 99, fifteenMinutes: 9 }, 0],
    ["when the load cannot be read", THRESHOLDS, null, 0],
  ])("%s: %o, load %o, kills %i", (_case, parameters, load, kills) => {
    const asked = controller(parameters as Record<string, string>, load);
    asked.initialize(TWO_REVOCABLE);
    expect(correctionsOf(asked)).toHaveLength(kills);
  });

  it("names no container: the executor is to go, in whatever container (Q2, Q4)", () => {
    const load = controller(THRESHOLDS, { fiveMinutes: 8, fifteenMinutes: 8 });
    load.initialize(usageOf(executorUsage("e1", "gpus{REV}:1")));
    expect(correctionsOf(load)).toEqual([
      { type: "KILL", kill: { framework: "batch", executor: "e1", container: null } },
    ]);
  });

  it("reads the load anew at each question", () => {
    const loads = [
      { fiveMinutes: 9, fifteenMinutes: 0 },
      { fiveMinutes: 1, fifteenMinutes: 0 },
    ];
    const creation = createLoadQoSController([{ key: "load_threshold_5min", value: "7" }], {
      load: () => loads.shift() ?? null,
    });
    if (creation.kind === "failed") throw new Error(creation.message);
    creation.instance.initialize(TWO_REVOCABLE);
    expect(correctionsOf(creation.instance)).toHaveLength(2);
    expect(correctionsOf(creation.instance)).toHaveLength(0);
    expect(endOf<readonly QosCorrection[]>((complete) => creation.instance.corrections(complete))).toEqual(ready([]));
  });
});
