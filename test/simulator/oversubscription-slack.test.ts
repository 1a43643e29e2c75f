import { describe, expect, test } from "vitest";
import { secondsToMicros } from "../../src/base/time.js";
import type { ClusterPlan, OversubscriptionPlan } from "../../src/cluster/plan.js";
import { usageProfile } from "../../src/cluster/usage-profile.js";
import { SLACK_RESOURCE_ESTIMATOR } from "../../src/kinds/oversubscription/slack-estimator.js";
import { SLACK_QOS_CONTROLLER } from "../../src/kinds/oversubscription/slack-qos-controller.js";
import { wavePoints } from "../../src/scenario/resolve/usage/wave-points.js";
import { clusterPlan, type FrameworkSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";
import { PlainParticipants } from "./plain-participants.js";

const SETTINGS: OversubscriptionPlan = {
  estimateInterval: secondsToMicros(15),
  correctionInterval: secondsToMicros(15),
  estimatorParameters: [],
  controllerParameters: [],
};

/** An agent of 10 cpus on which a service holds 8, and others that take what is lent. */
function lendingPlan(web: FrameworkSketch["usage"], others: readonly FrameworkSketch[], more: PlanSketch = {}) {
  const service = { name: "web", roles: ["prod"], usage: web ?? {}, service: { instances: 1, needs: "cpus:8" } };
  return clusterPlan({
    agents: { a1: "cpus:10" },
    oversubscription: SETTINGS,
    frameworks: [service, ...others],
    duration: 1440,
    ...more,
  });
}

/** The service's use is a wave of 24 minutes between 0.8 and 7.2 cpus, at its top after 6 minutes. */
function onWave(plan: ClusterPlan): ClusterPlan {
  const period = secondsToMicros(1440);
  const wave = usageProfile(wavePoints({ mean: 0.5, amplitude: 0.4, period, phase: 0 }), "run", period);
  const [web, ...others] = plan.frameworks;
  return {
    ...plan,
    frameworks: [{ ...(web as ClusterPlan["frameworks"][number]), usage: new Map([["cpus", [wave]]]) }, ...others],
  };
}

/** Takes whatever is lent, and never has enough of it. */
const HOLDER: FrameworkSketch = {
  name: "gang",
  revocable: true,
  gangTimeout: 10_000,
  jobs: [{ needs: "cpus:1", tasks: 50, gang: true }],
};

const SLACK = (controller = false) =>
  new PlainParticipants({
    selection: {
      resourceEstimator: SLACK_RESOURCE_ESTIMATOR,
      ...(controller ? { qosController: SLACK_QOS_CONTROLLER } : {}),
    },
  });

function lentAt(line: string): number {
  return Number(/cpus\{REV\}:([\d.]+)/.exec(line)?.[1] ?? 0);
}

describe("an agent on which a wave of usage passes", () => {
  test("lends less and less until its top, and then more and more, always slack less a tenth of the agent", async () => {
    const seen = await observe(onWave(lendingPlan({}, [HOLDER])), greedy(), 1, SLACK());
    const updates = seen.only("updateAgent").map((line) => [Number(line.split(" ")[0]), lentAt(line)] as const);
    // At 0 s its process does not run yet, so nothing of it is measured: all is used.
    const atBottom = updates.filter(([t]) => t > 1020 && t <= 1080).map(([, lent]) => lent);
    expect(Math.max(...atBottom)).toBe(6.2);
    const falling = updates.filter(([t]) => t > 30 && t < 360).map(([, lent]) => lent);
    const rising = updates.filter(([t]) => t > 400 && t < 1080).map(([, lent]) => lent);
    expect(falling.at(-1)).toBe(0);
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    expect(falling.length).toBeGreaterThan(5);
    expect(rising.length).toBeGreaterThan(20);
  });

  test("M2: has what is held of it rescinded at each change, and offers the new amount", async () => {
    const seen = await observe(onWave(lendingPlan({}, [HOLDER])), greedy({ filters: false }), 1, SLACK());
    const updates = seen.only("updateAgent").map((line) => line.split(" ")[0]);
    const rescinded = seen.told("rescinded").map((line) => line.split(" ")[0]);
    expect(rescinded.length).toBeGreaterThan(40);
    expect(rescinded.every((t) => updates.includes(t))).toBe(true);
    const offered = seen
      .told("sent")
      .filter((line) => line.includes("gang"))
      .map(lentAt);
    expect(Math.max(...offered)).toBe(6.2);
    expect(Math.min(...offered.filter((lent) => lent > 0))).toBeLessThan(0.5);
  });

  test("lends nothing where the service uses all that it holds", async () => {
    const seen = await observe(lendingPlan({ cpus: [[0, 1]] }, [HOLDER]), greedy(), 1, SLACK());
    expect(seen.only("updateAgent")).toEqual([]);
  });
});

describe("what is lent beyond the slack", () => {
  const LONG: FrameworkSketch = {
    name: "batch",
    revocable: true,
    startsAt: 20,
    jobs: [1, 2, 3, 4].map(() => ({ needs: "cpus:1.5", runs: 10_000 })),
  };
  /** Two cpus are used, and from 100 s on so many. */
  const surge = (share: number) =>
    lendingPlan(
      {
        cpus: [
          [0, 0.25],
          [100, 0.25],
          [100, share],
        ],
      },
      [LONG],
      { agents: { a1: "cpus:8" }, duration: 130 },
    );

  test("A4: stays where no controller ends it, and nothing more is lent", async () => {
    const seen = await observe(surge(0.75), greedy(), 1, SLACK());
    expect(seen.told("started").filter((line) => line.includes("batch"))).toHaveLength(3);
    expect(seen.told("killed")).toEqual([]);
    // 5.2 of 8 cpus less 2 less the margin; then what is in use.
    expect(seen.only("updateAgent").map(lentAt)).toEqual([5.2, 4.5]);
  });

  test("P8: is ended by the controller, the last submitted first, until the rest fits", async () => {
    const seen = await observe(surge(0.5625), greedy(), 1, SLACK(true));
    expect(seen.told("killed")[0]).toBe("105 killed batch-3 containerPreempted placed");
    expect(seen.tallies.oversubscription?.["slave/executors_preempted"]).toBeGreaterThan(0);
    expect(seen.told("killed").some((line) => line.includes("web"))).toBe(false);
    const benign = await observe(surge(0.25), greedy(), 1, SLACK(true));
    expect(benign.told("killed")).toEqual([]);
  });
});
