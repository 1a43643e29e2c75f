import { describe, expect, test } from "vitest";
import { createDirectory } from "../../../src/cluster/directory.js";
import { RoleClaims } from "../../../src/cluster/fairness/role-claims.js";
import type { ClusterPlan } from "../../../src/cluster/plan.js";
import { parseResourceText } from "../../../src/cluster/resource-text.js";
import type { Task } from "../../../src/cluster/task.js";

interface Told {
  readonly total: string;
  /** Framework -> its roles. */
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
  readonly roles?: Readonly<Record<string, { weight?: number; guarantees?: string; limits?: string }>>;
  readonly fairnessExclude?: readonly string[];
}

/** A cluster of one capacity, told of tasks by hand. */
class Claims {
  readonly claims: RoleClaims;
  readonly #directory;
  #tasks = 0;

  constructor({ total, frameworks, roles = {}, fairnessExclude = [] }: Told) {
    const names = [...Object.keys(roles), ...Object.values(frameworks).flat()];
    this.#directory = createDirectory({ agents: [], frameworks: Object.keys(frameworks), roles: new Set(names) });
    const capacity = this.#directory.resourceKeys.parse(total);
    const plan = {
      frameworks: Object.entries(frameworks).map(([name, roles]) => ({ name, roles })),
      roles: Object.entries(roles).map(([name, { weight = 1, guarantees = "", limits = "" }]) => ({
        name,
        weight,
        quota: { guarantees: parseResourceText(guarantees), limits: parseResourceText(limits, "keep") },
      })),
      options: { fairnessExclude },
    };
    this.claims = new RoleClaims(this.#directory, plan as unknown as ClusterPlan, {
      total: (key) => capacity.amounts[capacity.keys.indexOf(key)] ?? 0,
    });
  }

  submit(framework: string, demand: string): Task {
    const requested = this.#directory.resourceKeys.parse(demand);
    const task = {
      id: this.#tasks++,
      framework: this.#directory.frameworks.id(framework),
      requested,
      demand: requested,
      placement: null,
    } as unknown as Task;
    this.claims.taskSubmitted(task);
    return task;
  }

  start(task: Task, role: string, granted?: string): Task {
    const demand = granted === undefined ? task.requested : this.#directory.resourceKeys.parse(granted);
    const started = { ...task, demand, placement: { role: this.#directory.roles.id(role) } } as unknown as Task;
    this.claims.taskStarted(started);
    return started;
  }

  of(role: string): { fair: number; held: number; waiting: number } {
    const place = this.claims.placeOf(this.#directory.roles.id(role));
    return {
      fair: this.claims.fairShare(place),
      held: this.claims.dominantShare(place),
      waiting: this.claims.waitingTasks(place),
    };
  }
}

describe("what top-level roles have a claim to", () => {
  test("is what they hold and wait for, while that fits", () => {
    const cluster = new Claims({ total: "cpus:8;mem:64", frameworks: { web: ["prod"], nightly: ["batch"] } });
    const running = cluster.start(cluster.submit("web", "cpus:2;mem:4"), "prod");
    cluster.submit("web", "cpus:2;mem:4");
    expect(cluster.of("prod")).toEqual({ fair: 0.5, held: 0.25, waiting: 1 });
    expect(cluster.of("batch")).toEqual({ fair: 0, held: 0, waiting: 0 });
    cluster.claims.taskFinished(running);
    expect(cluster.of("prod")).toEqual({ fair: 0.25, held: 0, waiting: 1 });
  });

  test("is by weight where it does not fit, whoever was there first", () => {
    const cluster = new Claims({
      total: "cpus:8",
      frameworks: { web: ["prod"], nightly: ["batch"] },
      roles: { prod: { weight: 3 } },
    });
    for (let i = 0; i < 8; i++) cluster.start(cluster.submit("nightly", "cpus:1"), "batch");
    for (let i = 0; i < 8; i++) cluster.submit("web", "cpus:1");
    expect(cluster.of("prod")).toEqual({ fair: 0.75, held: 0, waiting: 8 });
    expect(cluster.of("batch")).toEqual({ fair: 0.25, held: 1, waiting: 0 });
  });

  test("counts for the top-level role, and in the framework's first role while a task waits", () => {
    const cluster = new Claims({ total: "cpus:8", frameworks: { train: ["eng/ml", "spare"] } });
    const task = cluster.submit("train", "cpus:2");
    expect(cluster.of("eng")).toEqual({ fair: 0.25, held: 0, waiting: 1 });
    const running = cluster.start(task, "spare");
    expect(cluster.of("eng").fair).toBe(0);
    expect(cluster.of("spare")).toEqual({ fair: 0.25, held: 0.25, waiting: 0 });
    cluster.claims.taskKilled(running);
    expect(cluster.of("eng/ml")).toEqual({ fair: 0.25, held: 0, waiting: 1 });
  });

  test("is at least a quota's guarantee and at most its limit, as far as there is work for it", () => {
    const roles = { prod: { guarantees: "cpus:6" }, capped: { limits: "cpus:1" } };
    const frameworks = { web: ["prod"], nightly: ["batch"], small: ["capped"] };
    const cluster = new Claims({ total: "cpus:8", frameworks, roles });
    for (const framework of ["nightly", "small", "web"]) {
      for (let i = 0; i < 8; i++) cluster.submit(framework, "cpus:1");
    }
    expect(cluster.of("prod").fair).toBe(0.75);
    expect(cluster.of("capped").fair).toBe(0.125);
    expect(cluster.of("batch").fair).toBe(0.125);
    const idle = new Claims({ total: "cpus:8", frameworks, roles });
    for (let i = 0; i < 9; i++) idle.submit("nightly", "cpus:1");
    expect(idle.of("batch").fair).toBe(1);
  });

  test("is not dominated by what is excluded from fairness, and still ends with it", () => {
    const cluster = new Claims({
      total: "cpus:16;gpus:4",
      frameworks: { web: ["prod"], train: ["ml"] },
      fairnessExclude: ["gpus"],
    });
    for (let i = 0; i < 16; i++) cluster.submit("web", "cpus:1");
    for (let i = 0; i < 8; i++) cluster.submit("train", "cpus:1;gpus:1");
    expect(cluster.of("ml").fair).toBe(0.25);
    expect(cluster.of("prod").fair).toBe(0.75);
  });

  test("is for what a task asked for while it waits, and for what it was granted while it runs", () => {
    const cluster = new Claims({ total: "cpus:8", frameworks: { web: ["prod"] } });
    const running = cluster.start(cluster.submit("web", "cpus:2"), "prod", "cpus:4");
    expect(cluster.of("prod")).toEqual({ fair: 0.5, held: 0.5, waiting: 0 });
    cluster.claims.taskKilled(running);
    expect(cluster.of("prod")).toEqual({ fair: 0.25, held: 0, waiting: 1 });
  });
});
