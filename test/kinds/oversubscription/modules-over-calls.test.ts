import { describe, expect, it } from "vitest";
import type { ModuleCall } from "../../../src/kinds/module-call.js";
import { type Complete, DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { EstimatorOverCalls } from "../../../src/kinds/oversubscription/estimator-over-calls.js";
import {
  type OversubscriptionMethod,
  QOS_CONTROLLER_METHODS,
  RESOURCE_ESTIMATOR_METHODS,
} from "../../../src/kinds/oversubscription/oversubscription-methods.js";
import { killCorrection, type QosCorrection } from "../../../src/kinds/oversubscription/qos-controller.js";
import { QoSControllerOverCalls } from "../../../src/kinds/oversubscription/qos-controller-over-calls.js";
import type { ResourceUsage } from "../../../src/kinds/oversubscription/resource-usage.js";
import { endOf, executorUsage, usageOf } from "./usage-fixtures.js";

interface Crossing {
  readonly method: string;
  readonly input: unknown;
}

/** A module that answers all its asynchronous calls with one value; what crosses has to survive as JSON. */
function moduleWith(answer: unknown) {
  const crossings: Crossing[] = [];
  const faults: string[] = [];
  const call: ModuleCall = (method, input, complete) => {
    crossings.push({ method, input: JSON.parse(JSON.stringify(input)) });
    complete(ready(method === "initialize" ? null : answer));
  };
  return { crossings, faults, call, broken: (message: string) => faults.push(message) };
}

describe("an estimator in another language", () => {
  it("is given the usage with the call, in place of a callback", () => {
    const { crossings, call, broken } = moduleWith("cpus{REV}:1");
    const estimator = new EstimatorOverCalls(call, broken);
    expect(estimator.initialize(usageOf(executorUsage("e1", "cpus:1")))).toEqual({ kind: "initialized" });
    expect(endOf<string>((complete) => estimator.oversubscribable(complete))).toEqual(ready("cpus{REV}:1"));
    const usage = { executors: [executorUsage("e1", "cpus:1")], total: "cpus:8;mem:1024" };
    expect(crossings).toEqual([
      { method: "initialize", input: {} },
      { method: "oversubscribable", input: { usage } },
    ]);
  });

  it("is asked with the usage of that moment", () => {
    const { crossings, call, broken } = moduleWith("");
    const held = ["cpus{REV}:1", "cpus{REV}:2"];
    const estimator = new EstimatorOverCalls(call, broken);
    estimator.initialize((complete) => usageOf(executorUsage("e1", held.shift() as string))(complete));
    for (const amount of ["cpus{REV}:1", "cpus{REV}:2"]) {
      estimator.oversubscribable(() => undefined);
      expect(crossings.at(-1)?.input).toMatchObject({ usage: { executors: [{ allocated: amount }] } });
    }
  });

  it("keeps the rules of initialize (E4), whatever the module does", () => {
    const { crossings, call, broken } = moduleWith("");
    const estimator = new EstimatorOverCalls(call, broken);
    const early = endOf<string>((complete) => estimator.oversubscribable(complete));
    expect(early).toEqual(failed("the resource estimator is not initialized"));
    estimator.initialize(usageOf());
    const message = "the resource estimator is already initialized";
    expect(estimator.initialize(usageOf())).toEqual({ kind: "failed", message });
    expect(crossings.map(({ method }) => method)).toEqual(["initialize"]);
  });

  it.each<[string, (complete: Complete<unknown>) => void, string]>([
    ["fails", (complete) => complete(failed("no licence")), "no licence"],
    ["is discarded", (complete) => complete(DISCARDED), "initialize was discarded"],
    ["is left open", () => undefined, "initialize is to answer at once, and did not"],
  ])("does not start when its initialize %s", (_case, end, message) => {
    const estimator = new EstimatorOverCalls(
      (_method, _input, complete) => end(complete),
      () => undefined,
    );
    expect(estimator.initialize(usageOf())).toEqual({ kind: "failed", message });
  });

  it("is broken when it answers with something else than a text, and then does not answer", () => {
    const { faults, call, broken } = moduleWith({ cpus: 1 });
    const estimator = new EstimatorOverCalls(call, broken);
    estimator.initialize(usageOf());
    expect(endOf<string>((complete) => estimator.oversubscribable(complete))).toBeUndefined();
    expect(faults).toEqual(['the estimator is to answer with a resource text, not {"cpus":1}']);
  });

  it("passes its failures on, and those of the usage", () => {
    const estimator = new EstimatorOverCalls(
      (method, _input, complete) => complete(method === "initialize" ? ready(null) : failed("out of ideas")),
      () => undefined,
    );
    let usage: Complete<ResourceUsage> | undefined;
    estimator.initialize((complete) => {
      usage = complete;
    });
    const ends: unknown[] = [];
    estimator.oversubscribable((outcome) => ends.push(outcome));
    usage?.(DISCARDED);
    estimator.oversubscribable((outcome) => ends.push(outcome));
    usage?.(ready({ executors: [], total: "" }));
    expect(ends).toEqual([DISCARDED, failed("out of ideas")]);
  });
});

function corrections(answer: unknown) {
  const { faults, call, broken } = moduleWith(answer);
  const controller = new QoSControllerOverCalls(call, broken);
  controller.initialize(usageOf());
  const end = endOf<readonly QosCorrection[]>((complete) => controller.corrections(complete));
  return { end, faults };
}

describe("a QoS controller in another language", () => {
  it("answers with corrections (Q2); what is absent is null", () => {
    const { end, faults } = corrections([
      { type: "KILL", kill: { framework: "batch", executor: "e1" } },
      { type: "KILL", kill: { framework: "batch", executor: "e2", container: "c2" }, why: "it is loud" },
      { type: "KILL", kill: { executor: "e3", container: null } },
      { type: "FREEZE" },
    ]);
    expect(faults).toEqual([]);
    expect(end).toEqual(
      ready([
        killCorrection("batch", "e1"),
        killCorrection("batch", "e2", "c2"),
        { type: "KILL", kill: { framework: null, executor: "e3", container: null } },
        { type: "FREEZE", kill: null },
      ]),
    );
  });

  it.each([
    [{ type: "KILL" }, 'corrections is to be a list, not {"type":"KILL"}'],
    [undefined, "corrections is to be a list, not nothing"],
    [["KILL"], 'corrections[0] is to be an object, not "KILL"'],
    [[{ kill: null }], "corrections[0].type is to be a text, not nothing"],
    [[{ type: "KILL" }, { type: "KILL", kill: [] }], "corrections[1].kill is to be an object, not []"],
    [[{ type: "KILL", kill: { framework: 7 } }], "corrections[0].kill.framework is to be a text, not 7"],
  ])("is broken when it answers with %j", (answer, defect) => {
    const { end, faults } = corrections(answer);
    expect(end).toBeUndefined();
    expect(faults).toEqual([`the QoS controller's answer: ${defect}`]);
  });

  it("passes its failures on", () => {
    const controller = new QoSControllerOverCalls(
      (method, _input, complete) => complete(method === "initialize" ? ready(null) : failed("no sensors")),
      () => undefined,
    );
    controller.initialize(usageOf());
    const end = endOf<readonly QosCorrection[]>((complete) => controller.corrections(complete));
    expect(end).toEqual(failed("no sensors"));
  });
});

describe("the methods of the two kinds", () => {
  it("are Mesos' own, and the asynchronous ones take the usage", () => {
    expect(Object.keys(RESOURCE_ESTIMATOR_METHODS)).toEqual(["initialize", "oversubscribable"]);
    expect(Object.keys(QOS_CONTROLLER_METHODS)).toEqual(["initialize", "corrections"]);
    const methods: OversubscriptionMethod[] = [
      ...Object.values(RESOURCE_ESTIMATOR_METHODS),
      ...Object.values(QOS_CONTROLLER_METHODS),
    ];
    for (const { asynchronous, input } of methods) expect(input === "usage").toBe(asynchronous);
  });
});
