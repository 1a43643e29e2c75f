import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { RoleId } from "../cluster/ids.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { DenialReason, PreemptionBudget, PreemptionRules } from "../cluster/preemption-plan.js";
import { ancestorsOf } from "../cluster/role-name.js";
import type { Placement } from "../cluster/task.js";
import type { SimulatedTask } from "./simulated-task.js";

/** A budget, and when it was drawn on. */
interface Account {
  readonly budget: PreemptionBudget;
  /** Ascending; older ones than the budget's time are dropped. */
  spentAt: Micros[];
}

/** What holds for the tasks of one role. */
interface RoleGuard {
  readonly accounts: readonly Account[];
  readonly minimumRuntime: Micros;
}

/**
 * What the master lets a revocation do: at its deadline it kills only tasks that have run long enough, and no more than the
 * budgets of the whole cluster, of the task's role and of each role above it have left. A gang goes as a whole or not at all.
 * A minimum runtime of a role goes before those of the roles above it, and these before the cluster's. Rules are the host's
 * own: every allocator has the same, and none can talk its way round them.
 */
export class PreemptionGuard {
  /** By role. */
  readonly #roles: readonly RoleGuard[];

  constructor(
    { preemption = {}, roles }: Pick<ClusterPlan, "roles"> & { readonly preemption?: PreemptionRules },
    directory: Directory,
  ) {
    const rules = new Map(roles.map((role) => [role.name, role.preemption ?? {}]));
    const everyone = accountOf(preemption);
    const accounts = new Map([...rules].map(([name, of]) => [name, accountOf(of)]));
    this.#roles = directory.roles.names.map((name) => {
      const line = [name, ...ancestorsOf(name).toReversed()];
      return {
        accounts: [everyone, ...line.map((role) => accounts.get(role))].filter((account) => account !== undefined),
        minimumRuntime: firstOf(line.map((role) => rules.get(role)?.minimumRuntime)) ?? preemption.minimumRuntime ?? 0,
      };
    });
  }

  /** Why these tasks, which go together, may not be killed now; null: they may. */
  objection(tasks: readonly SimulatedTask[], now: Micros): DenialReason | null {
    const guards = tasks.map((task) => this.#guardOf(task));
    if (tasks.some((task, i) => now - task.startedAt < (guards[i] as RoleGuard).minimumRuntime))
      return "minimumRuntime";
    for (const account of new Set(guards.flatMap(({ accounts }) => accounts))) {
      const { tasks: most, every } = account.budget;
      account.spentAt = account.spentAt.filter((at) => at > now - every);
      const asked = guards.filter(({ accounts }) => accounts.includes(account)).length;
      if (account.spentAt.length + asked > most) return "budget";
    }
    return null;
  }

  /** These tasks are killed now. */
  spend(tasks: readonly SimulatedTask[], now: Micros): void {
    for (const task of tasks) for (const { spentAt } of this.#guardOf(task).accounts) spentAt.push(now);
  }

  #guardOf(task: SimulatedTask): RoleGuard {
    return this.#roles[(task.placement as Placement).role as RoleId] as RoleGuard;
  }
}

function accountOf({ budget }: PreemptionRules): Account | undefined {
  return budget === undefined ? undefined : { budget, spentAt: [] };
}

function firstOf<Value>(values: readonly (Value | undefined)[]): Value | undefined {
  return values.find((value) => value !== undefined);
}
