import { AllocatorFailure } from "../../allocator/failure.js";
import { compareBytes } from "../../base/byte-order.js";
import { type AgentProfile, plainProfile } from "../../cluster/agent-profile.js";
import type { AgentPlan } from "../../cluster/plan.js";
import type { ResourceKeys } from "../../cluster/resource-keys.js";
import {
  parseResourceText,
  type ResourceEntry,
  ResourceTextError,
  resourceKeyText,
} from "../../cluster/resource-text.js";
import type { Resources } from "../../cluster/resources.js";
import { AttributeTextError, formatAttributes, parseAttributes } from "../../journal/attribute-text.js";
import { decorateAgent } from "../../kinds/hook/decorate-agent.js";
import type { HookManager } from "../../kinds/hook/hook-manager.js";
import type { AgentInfo } from "../../kinds/launch-info.js";

/** What an agent tells the master of itself when it registers. */
export interface AdvertisedAgent {
  readonly total: Resources;
  /** Undefined: `plainProfile`. */
  readonly profile: AgentProfile | undefined;
}

export function agentInfo(name: string, { total, profile }: AdvertisedAgent, keys: ResourceKeys): AgentInfo {
  const { hostname, attributes } = profile ?? plainProfile(name);
  return { id: name, hostname, resources: keys.format(total), attributes: formatAttributes(attributes) };
}

/**
 * An agent as its process starts: its resources, then its attributes, as the hooks decorate them.
 *
 * @throws AllocatorFailure when the hooks leave something that cannot be read
 */
export function advertisedAgent(plan: AgentPlan, hooks: HookManager | undefined, keys: ResourceKeys): AdvertisedAgent {
  const plain = { total: keys.fromEntries(plan.resources), profile: plan.profile };
  if (hooks?.available !== true) return plain;
  const info = agentInfo(plan.name, plain, keys);
  const decorated = decorateAgent(hooks, info);
  try {
    const total = decorated.resources === info.resources ? plain.total : inPrintedOrder(decorated.resources, keys);
    if (decorated.attributes === info.attributes) return { ...plain, total };
    const attributes = parseAttributes(decorated.attributes);
    return { total, profile: { ...(plan.profile ?? plainProfile(plan.name)), attributes } };
  } catch (error) {
    if (!(error instanceof ResourceTextError || error instanceof AttributeTextError)) throw error;
    const what = error instanceof ResourceTextError ? "resources" : "attributes";
    const message = `the hooks leave agent ${plan.name} with ${what} that cannot be read: ${error.value}: ${error.message}`;
    throw new AllocatorFailure("illegalDecision", message);
  }
}

/** Members of sets get their numbers in the order in which the run's journal names them, so that a replay agrees. */
function inPrintedOrder(text: string, keys: ResourceKeys): Resources {
  const entries = parseResourceText(text).map(withOrderedMembers);
  return keys.fromEntries(entries.sort((a, b) => compareBytes(resourceKeyText(a), resourceKeyText(b))));
}

function withOrderedMembers(entry: ResourceEntry): ResourceEntry {
  if (entry.items?.kind !== "set") return entry;
  return { ...entry, items: { kind: "set", members: entry.items.members.toSorted(compareBytes) } };
}
