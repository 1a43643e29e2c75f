import { describe, expect, it } from "vitest";
import { hookOf } from "../../../src/kinds/hook/guest-hook.js";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import { installed } from "./installed.js";
import { INPUTS } from "./launch-fixtures.js";
import { asGuest, referenceHook } from "./reference-hook.js";
import { describeReferenceHook } from "./reference-hook-behaviour.js";

type Heard = (method: string, input: unknown) => void;

const SIDES: readonly { side: string; make: (heard?: Heard) => Hook }[] = [
  { side: "in this language", make: referenceHook },
  { side: "across a border of JSON", make: (heard) => hookOf(asGuest("test_hook", referenceHook(heard))) },
];

for (const { side, make } of SIDES) describeReferenceHook(`the reference hook ${side}`, make);

describe.each(SIDES)("the reference hook $side", ({ make }) => {
  it("hears of a fetched container, a removed executor and a lost agent", () => {
    const heard: [string, unknown][] = [];
    const hooks = installed({ test_hook: make((method, input) => heard.push([method, input])) }).manager;
    hooks.slavePostFetchHook(INPUTS.slavePostFetchHook);
    hooks.slaveRemoveExecutorHook(INPUTS.slaveRemoveExecutorHook);
    hooks.masterSlaveLostHook(INPUTS.masterSlaveLostHook);
    expect(heard).toEqual([
      ["slavePostFetchHook", INPUTS.slavePostFetchHook],
      ["slaveRemoveExecutorHook", INPUTS.slaveRemoveExecutorHook],
      ["masterSlaveLostHook", INPUTS.masterSlaveLostHook],
    ]);
  });
});
