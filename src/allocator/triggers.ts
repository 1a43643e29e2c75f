import type { AgentId } from "../cluster/ids.js";
import type { ExtraTrigger } from "./allocator.js";
import type { Booking } from "./ledger.js";
import type { Operation } from "./operations.js";

/** Which agents a cycle covers: all of them (null), or one. */
export type Candidates = readonly AgentId[] | null;

/**
 * The agents over which an operation triggers an allocation cycle, or undefined when it triggers none
 * (facts: allocator section 1, column T; allocator-decisions, "When an allocation runs").
 *
 * @param extra what the allocator wants to be asked about beyond Mesos' table
 * @param booking what the ledger made of it: an `updateAgent` with the same total triggers nothing (L4)
 */
export function candidatesOf(
  operation: Operation,
  extra: readonly ExtraTrigger[],
  booking: Booking,
): Candidates | undefined {
  if (booking === "ignored") return undefined;
  switch (operation.op) {
    case "allocate":
    case "activateFramework":
    case "reviveOffers":
      return null;
    case "addFramework":
      return operation.active ? null : undefined;
    case "run":
      return operation.agents;
    case "addAgent":
    case "updateUnavailability":
      return [operation.agent];
    case "updateAgent":
      return booking === "changed" ? [operation.agent] : undefined;
    case "recoverResources":
      return extra.includes("recoverResources") ? [operation.agent] : undefined;
    case "requestResources":
      return extra.includes("requestResources") ? null : undefined;
    default:
      return undefined;
  }
}
