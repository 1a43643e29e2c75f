import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failed } from "../../../src/kinds/outcome.js";
import { chosenEstimator } from "../../../src/kinds/oversubscription/chosen-module.js";
import { createFixedResourceEstimator } from "../../../src/kinds/oversubscription/fixed-estimator.js";
import { NoopResourceEstimator } from "../../../src/kinds/oversubscription/noop-estimator.js";
import type { ResourceEstimator } from "../../../src/kinds/oversubscription/resource-estimator.js";
import { endOf, executorUsage, usageOf } from "./usage-fixtures.js";

function fixed(...resources: readonly string[]): ResourceEstimator {
  const creation = createFixedResourceEstimator(resources.map((value) => ({ key: "resources", value })));
  if (creation.kind === "failed") throw new Error(creation.message);
  return creation.instance;
}

function estimateOf(estimator: ResourceEstimator): string | undefined {
  const end = endOf<string>((complete) => estimator.oversubscribable(complete));
  return end?.kind === "ready" ? end.value : undefined;
}

describe("the choice of an estimator (E1)", () => {
  it("is the noop one without a name, and asks no module", () => {
    const creation = chosenEstimator(null, () => {
      throw new Error("no module is to be created");
    });
    expect(creation.kind === "created" && creation.instance).toBeInstanceOf(NoopResourceEstimator);
  });

  it("is what the named module's create() gives, its failure included", () => {
    const refusal = { kind: "failed", message: "there is no loaded module of this name" } as const;
    expect(chosenEstimator("gone", () => refusal)).toBe(refusal);
    expect(chosenEstimator("slack", (name) => name)).toBe("slack");
  });
});

describe.each([
  ["noop", () => new NoopResourceEstimator()],
  ["fixed", () => fixed("cpus:2")],
])("the %s estimator (E4)", (name, create) => {
  it("fails when it is asked before it is initialized", () => {
    const end = endOf<string>((complete) => create().oversubscribable(complete));
    expect(end).toEqual(failed(`the ${name} resource estimator is not initialized`));
  });

  it("cannot be initialized twice", () => {
    const estimator = create();
    expect(estimator.initialize(usageOf())).toEqual({ kind: "initialized" });
    const message = `the ${name} resource estimator is already initialized`;
    expect(estimator.initialize(usageOf())).toEqual({ kind: "failed", message });
  });
});

describe("the noop estimator", () => {
  it("never answers (E3)", () => {
    const estimator = new NoopResourceEstimator();
    estimator.initialize(usageOf());
    expect(endOf<string>((complete) => estimator.oversubscribable(complete))).toBeUndefined();
  });
});

describe("the fixed estimator (E5)", () => {
  it("marks every entry of its parameter revocable", () => {
    const estimator = fixed("mem:512;cpus:1;cpus{REV}:1;ports:[8000-8001]");
    estimator.initialize(usageOf());
    expect(estimateOf(estimator)).toBe("cpus{REV}:2;mem{REV}:512;ports{REV}:[8000-8001]");
  });

  it("takes the last of several resource parameters, and passes over other keys", () => {
    const creation = createFixedResourceEstimator([
      { key: "resources", value: "cpus:1" },
      { key: "resources", value: "cpus:3" },
      { key: "colour", value: "blue" },
    ]);
    const estimator = creation.kind === "created" ? creation.instance : undefined;
    estimator?.initialize(usageOf());
    expect(estimator && estimateOf(estimator)).toBe("cpus{REV}:3");
  });

  it.each([
    [[], "the parameter resources is missing: write cpus:2;mem:512"],
    [["many"], 'the parameter resources: "many": a resource is written name:value, several joined by ;'],
    [["x:-1", "cpus:1"], 'the parameter resources: "-1": a resource may not be negative'],
    [["cpus(prod):1"], 'the parameter resources: "cpus(prod)": what is reserved or a volume cannot be made revocable'],
  ])("is not created from %j", (values, message) => {
    const parameters = values.map((value) => ({ key: "resources", value }));
    expect(createFixedResourceEstimator(parameters)).toEqual({ kind: "failed", message });
  });

  it("takes off what executors hold of revocable resources, and not what they hold of others", () => {
    const estimator = fixed("cpus:2;mem:100");
    estimator.initialize(
      usageOf(executorUsage("e1", "cpus(prod):8;cpus{REV}:0.5;mem:64"), executorUsage("e2", "cpus{REV}:0.25")),
    );
    expect(estimateOf(estimator)).toBe("cpus{REV}:1.25;mem{REV}:100");
  });

  it("answers with nothing, never with less, when more is held than it lends", () => {
    const estimator = fixed("cpus:2");
    estimator.initialize(usageOf(executorUsage("e1", "cpus{REV}:5")));
    expect(estimateOf(estimator)).toBe("");
  });

  it("keeps what is held and what can be held in addition constant", () => {
    const milli = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(fc.array(milli, { maxLength: 5 }), (held) => {
        const estimator = fixed("cpus:2");
        estimator.initialize(usageOf(...held.map((m, i) => executorUsage(`e${i}`, `cpus{REV}:${m / 1000}`))));
        const rest = Number(/^cpus\{REV\}:(.*)$/.exec(estimateOf(estimator) ?? "")?.[1] ?? 0);
        expect(Math.round(rest * 1000) + held.reduce((sum, m) => sum + m, 0)).toBe(2000);
      }),
    );
  });

  it("passes a usage on that cannot be had", () => {
    const estimator = fixed("cpus:2");
    estimator.initialize((complete) => complete(failed("no containerizer")));
    expect(endOf<string>((complete) => estimator.oversubscribable(complete))).toEqual(failed("no containerizer"));
  });
});
