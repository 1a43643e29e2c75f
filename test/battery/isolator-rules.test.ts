import { expect, it } from "vitest";
import { BatteryTimer } from "../../src/battery/battery-timer.js";
import type { InstancePlace } from "../../src/battery/instances/instance-place.js";
import { ISOLATOR_RULES } from "../../src/battery/kinds/isolator-rules.js";
import type { Isolator } from "../../src/kinds/isolator/isolator.js";
import { isolatorOf } from "../../src/kinds/isolator/isolator-of.js";
import { ready } from "../../src/kinds/outcome.js";

function placeOf(make: (timer: BatteryTimer) => Isolator): InstancePlace<Isolator> {
  const timer = new BatteryTimer();
  const made = () => ({ port: make(timer), methods: null, close: () => {} });
  return { module: "isolator", seed: 1, timer, make: made };
}

function judge(rule: string, place: InstancePlace<Isolator>) {
  return ISOLATOR_RULES.find((one) => one.rule === rule)?.judge(place);
}

it("finds an isolator whose watch ends twice", async () => {
  const limitation = ready({ reason: "CONTAINER_LIMITATION_MEMORY" });
  const twice = placeOf((timer) =>
    isolatorOf("twice", {
      watch: (_, complete) => {
        timer.after(1_000_000, () => complete(limitation));
        timer.after(2_000_000, () => complete(limitation));
      },
    }),
  );
  expect(await judge("I8", twice)).toEqual({ kind: "failed", reason: "watch ended 2 times" });
  expect(await judge("lifecycle", twice)).toMatchObject({ kind: "failed", reason: expect.stringContaining("twice") });
});

it("lets one pass that does nothing at all", async () => {
  const idle = placeOf(() => isolatorOf("idle", {}));
  for (const { judge: judgeRule } of ISOLATOR_RULES.slice(5)) expect(await judgeRule(idle)).toEqual({ kind: "passed" });
});

it("finds one whose containers never come to their end", async () => {
  const stuck = placeOf(() => isolatorOf("stuck", { cleanup: () => {} }));
  expect(await judge("lifecycle", stuck)).toMatchObject({
    kind: "failed",
    reason: expect.stringContaining("never came to its end"),
  });
});
