import { describe, expect, test } from "vitest";
import { noOversubscription } from "../../../src/kinds/oversubscription/oversubscription-counters.js";
import { KNOWN_METRICS } from "../../../src/metrics/known-metrics.js";
import { BookedRun } from "./booked-run.js";

const TWO_ROLES = { agents: ["a1", "a2"], frameworks: { web: ["prod"], nightly: ["batch"] } };

/** The metrics whose names begin so, without that beginning. */
function under(prefix: string, metrics: Readonly<Record<string, number>>): Record<string, number> {
  const found = Object.entries(metrics).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

describe("the cluster's resources", () => {
  const resources = (run: BookedRun) => under("allocator/mesos/resources/", run.metrics());

  test("are those of all agents, in cpus and MiB, whatever they are reserved to and revocable or not (S1, S3)", () => {
    const run = new BookedRun(TWO_ROLES)
      .joins("a1", "cpus:4.5;mem:1024;cpus(prod):2;cpus{REV}:1")
      .joins("a2", "cpus:1;mem:512;gpus:2")
      .registers("web", "prod")
      .uses("web", "prod", "a1", "cpus:1.5;cpus(prod):1;cpus{REV}:1")
      .offered("web", "prod", "a2", "mem:512");
    expect(resources(run)).toEqual({
      "cpus/total": 8.5,
      "cpus/offered_or_allocated": 3.5,
      "mem/total": 1536,
      "mem/offered_or_allocated": 512,
      "disk/total": 0,
      "disk/offered_or_allocated": 0,
    });
  });

  test("in use by a framework that is not there yet are in use, but in no share until it registers (L1)", () => {
    const run = () =>
      new BookedRun(TWO_ROLES).joinsInUse("a1", "cpus:4", "web", "prod", "cpus:3").registers("nightly", "prod");
    const share = "allocator/mesos/roles/prod/shares/dominant";
    expect(resources(run())).toMatchObject({ "cpus/total": 4, "cpus/offered_or_allocated": 3 });
    expect(run().metrics()[share]).toBe(0);
    expect(run().registers("web", "prod").metrics()[share]).toBe(0.75);
  });

  test("that are shared count once while anybody holds a copy (S4)", () => {
    const volume = "disk(prod)[v]{SHARED}:64";
    const run = new BookedRun({ agents: ["a1"], frameworks: { web: ["prod"], api: ["prod"] } })
      .joins("a1", `cpus:4;${volume}`)
      .registers("web", "prod")
      .registers("api", "prod")
      .uses("web", "prod", "a1", volume)
      .uses("api", "prod", "a1", volume);
    expect(resources(run)).toMatchObject({ "disk/total": 64, "disk/offered_or_allocated": 64 });
    expect(run.metrics()["allocator/mesos/roles/prod/shares/dominant"]).toBe(1);
  });
});

describe("a role's quota", () => {
  const quota = (run: BookedRun, role: string) =>
    under(`allocator/mesos/quota/roles/${role}/resources/`, run.metrics());

  test("shows what it names: guarantee and limit only where they are set", () => {
    const quotas = {
      prod: { guarantees: "cpus:6;mem:0", limits: "cpus:8;gpus:0" },
      batch: { guarantees: "", limits: "mem:100" },
    };
    const run = new BookedRun({ ...TWO_ROLES, quotas }).joins("a1", "cpus:4;mem:100").registers("web", "prod");
    expect(quota(run, "prod")).toEqual({
      "cpus/guarantee": 6,
      "cpus/limit": 8,
      "gpus/limit": 0,
      "cpus/consumed": 0,
      "cpus/offered_or_allocated": 0,
      "gpus/consumed": 0,
      "gpus/offered_or_allocated": 0,
    });
    expect(Object.keys(quota(run, "batch"))).toEqual(["mem/limit", "mem/consumed", "mem/offered_or_allocated"]);
  });

  test("is consumed by reservations, used or not, and by what is in use: not by offers, nothing revocable (Q9)", () => {
    const quotas = { prod: { guarantees: "cpus:10", limits: "" } };
    const run = new BookedRun({ ...TWO_ROLES, quotas })
      .joins("a1", "cpus:8;cpus(prod):2;cpus{REV}:4")
      .registers("web", "prod")
      .offered("web", "prod", "a1", "cpus:1;cpus(prod):0.5")
      .uses("web", "prod", "a1", "cpus:3;cpus(prod):1;cpus{REV}:2");
    expect(quota(run, "prod")).toMatchObject({ "cpus/consumed": 2 + 3, "cpus/offered_or_allocated": 1.5 + 6 });
  });

  test("counts what the roles below consume; what is offered counts for exactly the role", () => {
    const quotas = { eng: { guarantees: "cpus:10", limits: "" } };
    const run = new BookedRun({ agents: ["a1"], frameworks: { train: ["eng/ml"], build: ["eng"] }, quotas })
      .joins("a1", "cpus:8;cpus(eng/ml):2")
      .registers("train", "eng/ml")
      .registers("build", "eng")
      .uses("train", "eng/ml", "a1", "cpus:1")
      .uses("build", "eng", "a1", "cpus:3");
    expect(quota(run, "eng")).toMatchObject({ "cpus/consumed": 6, "cpus/offered_or_allocated": 3 });
  });

  test("is not shown of a role that has none: only what the role consumes is, if it is something", () => {
    const run = () => new BookedRun({ ...TWO_ROLES, weights: { prod: 2 } }).joins("a1", "cpus:8;mem:64");
    expect(quota(run().registers("web", "prod").offered("web", "prod", "a1", "cpus:1"), "prod")).toEqual({});
    const using = run().registers("web", "prod").uses("web", "prod", "a1", "cpus:1");
    expect(quota(using, "prod")).toEqual({ "cpus/consumed": 1 });
  });
});

describe("a role's dominant share", () => {
  const share = (run: BookedRun, role: string) => run.metrics()[`allocator/mesos/roles/${role}/shares/dominant`];

  test("is of the whole cluster, by the resource of which it holds most, divided by its weight (S2)", () => {
    const run = new BookedRun({ ...TWO_ROLES, weights: { prod: 2 } })
      .joins("a1", "cpus:10;mem:100;gpus:1")
      .registers("web", "prod")
      .registers("nightly", "batch")
      .uses("web", "prod", "a1", "cpus:4;mem:60")
      .offered("nightly", "batch", "a1", "cpus:3");
    expect(share(run, "prod")).toBe(0.3);
    expect(share(run, "batch")).toBe(0.3);
  });

  test("leaves out what is excluded from fairness (P7)", () => {
    const run = new BookedRun({ ...TWO_ROLES, fairnessExclude: ["gpus"] })
      .joins("a1", "cpus:10;gpus:1")
      .registers("web", "prod")
      .uses("web", "prod", "a1", "cpus:1;gpus:1");
    expect(share(run, "prod")).toBe(0.1);
  });

  test("is what DRF sorts by: what other roles lend is in it, unless countLentInShares is false (P9)", () => {
    const run = (countLentInShares?: boolean) =>
      new BookedRun({
        ...TWO_ROLES,
        weights: { batch: 2 },
        ...(countLentInShares === undefined ? {} : { countLentInShares }),
      })
        .joins("a1", "cpus:10;mem:100;cpus{REV}:2")
        .registers("nightly", "batch")
        .uses("nightly", "batch", "a1", "cpus:2;cpus{REV}:1")
        .lent("prod", "nightly", "batch", "a1", "cpus:3;mem:90");
    expect(share(run(), "batch")).toBe(0.45);
    expect(share(run(false), "batch")).toBe(3 / 12 / 2);
  });

  test("is that of its own frameworks at weight 1 where there are frameworks below it (S6, S10)", () => {
    const run = () =>
      new BookedRun({ frameworks: { build: ["eng"], train: ["eng/ml"] }, weights: { eng: 4, "eng/ml": 2 } })
        .joins("a1", "cpus:10")
        .registers("build", "eng")
        .uses("build", "eng", "a1", "cpus:4");
    expect(share(run(), "eng")).toBe(0.1);
    const both = run().registers("train", "eng/ml").uses("train", "eng/ml", "a1", "cpus:2");
    expect(share(both, "eng")).toBe(0.4);
    expect(share(both, "eng/ml")).toBe(0.1);
  });

  test("goes with the role's last framework", () => {
    const run = () => new BookedRun(TWO_ROLES).joins("a1", "cpus:1").registers("web", "prod");
    expect(share(run(), "prod")).toBe(0);
    expect(share(run().leaves("web"), "prod")).toBeUndefined();
  });
});

describe("offer filters", () => {
  const PROD = "allocator/mesos/offer_filters/roles/prod/active";

  test("are counted by the allocator", () => {
    const run = new BookedRun(TWO_ROLES).registers("web", "prod");
    run.gauges.push({ name: PROD, value: 3 }, { name: "something/else", value: 1 });
    const { metrics } = run.end(1);
    expect(metrics[PROD]).toBe(3);
    expect(metrics).not.toHaveProperty("something/else");
  });

  test("have a reason in place of a number when the allocator does not tell", () => {
    const { metrics, notComparable } = new BookedRun(TWO_ROLES).registers("web", "prod").end(1);
    expect(metrics).not.toHaveProperty(PROD);
    expect(notComparable[PROD]).toBe("the allocator does not tell of its filters");
  });
});

describe("suppression", () => {
  const suppressed = (run: BookedRun) => under("master/frameworks/", run.metrics());

  test("is told for each role of each registered framework", () => {
    const frameworks = { both: ["batch", "eng/ml"], gone: ["batch"] };
    const run = new BookedRun({ frameworks })
      .registers("both", "batch", "eng/ml")
      .registers("gone", "batch")
      .suppresses("both", "eng/ml")
      .leaves("gone");
    expect(suppressed(run)).toEqual({
      "both.both/roles/batch/suppressed": 0,
      "both.both/roles/eng/ml/suppressed": 1,
    });
  });

  test("is told under the framework's encoded name", () => {
    const run = new BookedRun({ frameworks: { "a/b {c}": ["batch"] } }).registers("a/b {c}", "batch");
    expect(suppressed(run)).toEqual({ "a%2Fb%20%7Bc%7D.a%2Fb%20%7Bc%7D/roles/batch/suppressed": 0 });
  });
});

test("every figure of a run is defined", () => {
  const quotas = { eng: { guarantees: "cpus:6", limits: "cpus:8" } };
  const run = new BookedRun({ frameworks: { train: ["eng/ml"], build: ["eng"] }, quotas })
    .joins("a1", "cpus:8;mem:64")
    .registers("train", "eng/ml")
    .uses("train", "eng/ml", "a1", "cpus:1");
  const tallies = { authentication: null, oversubscription: noOversubscription() };
  const { metrics, notComparable } = Object.assign(run, { tallies }).end(10);
  const patterns = KNOWN_METRICS.map(({ name }) => {
    const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/<\w+>/g, ".+");
    return { name, pattern: new RegExp(`^${escaped}(\\{(role|framework)=.+\\})?$`) };
  });
  const keys = [...Object.keys(metrics), ...Object.keys(notComparable)];
  expect(keys.filter((key) => !patterns.some(({ pattern }) => pattern.test(key)))).toEqual([]);
  expect(patterns.filter(({ pattern }) => !keys.some((key) => pattern.test(key)))).toEqual([]);
});
