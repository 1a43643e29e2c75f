import type { ResourceKeys } from "../../cluster/resource-keys.js";
import { add, equal, keepKeys, type Resources } from "../../cluster/resources.js";

/** What an agent tells the master about its oversubscribed resources: Mesos' UpdateSlave message. */
export interface AgentUpdateMessage {
  /** Whether the next field says anything. Agents of old do not send this flag, and always mean yes (M3). */
  readonly updateOversubscribed?: boolean;
  /** The total: `cpus{REV}:2` */
  readonly oversubscribed: string;
}

/** An agent as the master knows it. */
export interface UpdatedAgent<Offer> {
  readonly total: Resources;
  /** Its outstanding offers, in the order of their making. Inverse offers are not among them (M2). */
  readonly offers: Iterable<Offer>;
}

/**
 * What the master does about the message. First the allocator learns the new total (updateAgent), then the offers are
 * rescinded, whole: recovering before updating would offer stale amounts again (M2).
 */
export type AgentUpdate<Offer> =
  | { readonly kind: "ignored"; readonly why: "unknown agent" | "unchanged" }
  | { readonly kind: "updated"; readonly total: Resources; readonly rescinded: readonly Offer[] };

/**
 * @param total what `OversubscribedAgent.updateOversubscribed` was given
 * @param flagged whether the agent is young enough to send the flag
 */
export function agentUpdateMessage(total: string | null, flagged = true): AgentUpdateMessage {
  if (!flagged) return { oversubscribed: total ?? "" };
  return total === null
    ? { updateOversubscribed: false, oversubscribed: "" }
    : { updateOversubscribed: true, oversubscribed: total };
}

/**
 * The master's rule for an UpdateSlave message (M1-M3).
 *
 * @param agent undefined: unknown or removed
 * @throws ResourceTextError when the message's text cannot be read
 */
export function agentUpdate<Offer extends { readonly resources: Resources }>(
  keys: ResourceKeys,
  agent: UpdatedAgent<Offer> | undefined,
  message: AgentUpdateMessage,
): AgentUpdate<Offer> {
  if (agent === undefined) return { kind: "ignored", why: "unknown agent" };
  const total = updatedTotal(keys, agent.total, message);
  if (total === "unchanged") return { kind: "ignored", why: "unchanged" };
  const isRevocable = (key: Resources["keys"][number]) => keys.get(key).revocable;
  const rescinded = [...agent.offers].filter(({ resources }) => resources.keys.some(isRevocable));
  return { kind: "updated", total, rescinded };
}

/** The non-revocable part as it is, with the given revocable part (M1). */
export function updatedTotal(
  keys: ResourceKeys,
  total: Resources,
  { updateOversubscribed = true, oversubscribed }: AgentUpdateMessage,
): Resources | "unchanged" {
  if (!updateOversubscribed) return "unchanged";
  const regular = keepKeys(total, (key) => !keys.get(key).revocable);
  const revocable = keepKeys(keys.parse(oversubscribed), (key) => keys.get(key).revocable);
  const updated = add(regular, revocable);
  return equal(updated, total) ? "unchanged" : updated;
}
