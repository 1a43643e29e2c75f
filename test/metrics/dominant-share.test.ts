import { describe, expect, test } from "vitest";
import { ObservedRun, revocable } from "./observed-run.js";

const NAMES = { frameworks: { nightly: ["batch"], web: ["prod"] } };
const CPUS_4 = revocable("cpus:4");

/** `nightly` runs 2 of the 8 cpus of its own from the start. */
function run(): ObservedRun {
  return new ObservedRun(NAMES)
    .agent(0, "a1", "cpus:8;mem:100")
    .submit(0, "own", "nightly", "cpus:2", null)
    .decide(0, "nightly", "cpus:2", "batch")
    .accept(0, "nightly", "cpus:2", "batch")
    .start(0, "own", "batch")
    .submit(0, "more", "nightly", "cpus:4", null);
}

/** ... and 4 more that prod lends, from 2 s to 6 s. */
function lending(): ObservedRun {
  return run()
    .lend(1, "prod", "nightly", "cpus:4", "batch")
    .accept(2, "nightly", CPUS_4, "batch")
    .start(2, "more", "batch")
    .recover(6, "nightly", CPUS_4, "batch", "a1", true)
    .kill(6, "more", "revoked");
}

describe("P9: the dominant share is told with what is lent, and without", () => {
  test("what is lent is in the one from when it is used, and in the other never", () => {
    const { metrics } = lending().end(10);
    // 1/4 for 6 s and 3/4 for 4 s; 1/4 throughout.
    expect(metrics["dominantShare.mean{role=batch}"]).toBeCloseTo(0.45, 12);
    expect(metrics["dominantShare.mean{framework=nightly}"]).toBeCloseTo(0.45, 12);
    expect(metrics["dominantShare.withoutLent{role=batch}"]).toBeCloseTo(0.25, 12);
    expect(metrics["dominantShare.withoutLent{framework=nightly}"]).toBeCloseTo(0.25, 12);
    expect(metrics["dominantShare.withoutLent"]).toBeCloseTo(0.25, 12);
  });

  test("both are the same where nothing is lent: revocable resources of the agent itself count", () => {
    const { metrics } = run()
      .agent(0, "a1", "cpus:8;cpus{REV}:4;mem:100")
      .decide(1, "nightly", CPUS_4, "batch")
      .accept(2, "nightly", CPUS_4, "batch")
      .start(2, "more", "batch")
      .end(10);
    expect(metrics["dominantShare.mean{role=batch}"]).toBeCloseTo((2 * 2 + 6 * 8) / 120, 12);
    expect(metrics["dominantShare.withoutLent{role=batch}"]).toBe(metrics["dominantShare.mean{role=batch}"]);
  });

  test("of an offer that is lent in part, what is not used is what is lent", () => {
    const { metrics } = run()
      .agent(0, "a1", "cpus:8;cpus{REV}:4;mem:100")
      .decide(0, "nightly", revocable("cpus:3"), "batch")
      .lend(0, "prod", "nightly", "cpus:2", "batch")
      .accept(0, "nightly", CPUS_4, "batch")
      .recover(0, "nightly", revocable("cpus:1"), "batch")
      .start(0, "more", "batch")
      .end(10);
    // Of the 4 in use 1 is lent.
    expect(metrics["dominantShare.mean{role=batch}"]).toBeCloseTo(6 / 12, 12);
    expect(metrics["dominantShare.withoutLent{role=batch}"]).toBeCloseTo(5 / 12, 12);
  });

  test("what is lent is gone with its agent", () => {
    const lost = run()
      .lend(0, "prod", "nightly", "cpus:4", "batch")
      .accept(0, "nightly", CPUS_4, "batch")
      .start(0, "more", "batch");
    lost.tell(5, { op: "removeAgent", agent: lost.directory.agents.id("a1") });
    lost.kill(5, "more", "agentLost").kill(5, "own", "agentLost");
    // It is back, and what nightly uses of it is the agent's own.
    const { metrics } = lost
      .agent(5, "a1", "cpus{REV}:8;mem:100")
      .decide(5, "nightly", CPUS_4, "batch")
      .accept(5, "nightly", CPUS_4, "batch")
      .start(5, "more", "batch")
      .end(10);
    expect(metrics["dominantShare.mean{role=batch}"]).toBeCloseTo((5 * 6 + 5 * 4) / 80, 12);
    expect(metrics["dominantShare.withoutLent{role=batch}"]).toBeCloseTo((5 * 2 + 5 * 4) / 80, 12);
  });
});
