import type { AgentInfo } from "../launch-info.js";
import type { HookManager } from "./hook-manager.js";

/** The agent as it advertises itself: its resources are decorated first, so that attributes can follow from them. */
export function decorateAgent(hooks: HookManager, agent: AgentInfo): AgentInfo {
  const equipped = { ...agent, resources: hooks.slaveResourcesDecorator({ agent }) };
  return { ...equipped, attributes: hooks.slaveAttributesDecorator({ agent: equipped }) };
}
