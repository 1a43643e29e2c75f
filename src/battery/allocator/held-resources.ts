import type { Decisions } from "../../allocator/decisions.js";
import type { Operation } from "../../allocator/operations.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../../cluster/ids.js";
import { contains, isEmpty, type Resources, subtract } from "../../cluster/resources.js";

interface Place {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
}

/** What one framework was offered at a time, or uses for one task. */
export interface Held extends Place {
  resources: Resources;
  readonly isUsed: boolean;
  readonly task: TaskId | null;
}

/** Who holds what in a history, piece by piece: what can be answered, and what can end. */
export class HeldResources {
  #held: Held[] = [];

  get all(): readonly Held[] {
    return this.#held;
  }

  of(isUsed: boolean): readonly Held[] {
    return this.#held.filter((held) => held.isUsed === isUsed);
  }

  noteDecisions({ offers }: Decisions): void {
    for (const { framework, role, agent, resources } of offers) {
      this.#held.push({ framework, role, agent, resources, isUsed: false, task: null });
    }
  }

  noteOperation(operation: Operation): void {
    switch (operation.op) {
      case "addAgent":
        for (const used of operation.used) {
          this.#held.push({ ...used, agent: operation.agent, isUsed: true, task: null });
        }
        return;
      case "removeAgent":
        this.#held = this.#held.filter(({ agent }) => agent !== operation.agent);
        return;
      case "removeFramework":
        this.#held = this.#held.filter(({ framework }) => framework !== operation.framework);
        return;
      case "acceptOffer":
        this.#takeOff(operation, false, null);
        this.#held.push({ ...placeOf(operation), resources: operation.resources, isUsed: true, task: operation.task });
        return;
      case "recoverResources":
        this.#takeOff(operation, operation.allocated, operation.task);
        return;
      case "updateAllocation":
        for (const { from, to } of operation.conversions) {
          const place = placeOf(operation);
          this.#takeOff({ ...place, resources: from }, false, null);
          this.#held.push({ ...place, resources: to, isUsed: false, task: null });
        }
        return;
      default:
        return;
    }
  }

  /** Each answer is about one piece: all of it was there. */
  #takeOff(gone: Place & { readonly resources: Resources }, isUsed: boolean, task: TaskId | null): void {
    const from = this.#held.find((held) => {
      const isThere = held.framework === gone.framework && held.role === gone.role && held.agent === gone.agent;
      return isThere && held.isUsed === isUsed && held.task === task && contains(held.resources, gone.resources);
    });
    if (from === undefined) throw new Error("a history answered what nobody holds");
    from.resources = subtract(from.resources, gone.resources);
    this.#held = this.#held.filter(({ resources }) => !isEmpty(resources));
  }
}

function placeOf({ framework, role, agent }: Place): Place {
  return { framework, role, agent };
}
