/** One of Mesos' `--attributes`: `rack:r1`; scalars, ranges and sets keep their text, and count as not TEXT (P8). */
export interface Attribute {
  readonly name: string;
  readonly kind: "text" | "scalar" | "ranges" | "set";
  readonly value: string;
}

/** Where something stands (a fault domain): zones of one region are near each other. */
export interface Domain {
  readonly region: string;
  readonly zone: string;
}

/** What an agent can do; one that does not say so can do all of it. */
export const AGENT_CAPABILITIES = ["MULTI_ROLE", "HIERARCHICAL_ROLE", "RESERVATION_REFINEMENT"] as const;
export type AgentCapability = (typeof AGENT_CAPABILITIES)[number];

/** What is known of an agent beside its resources. */
export interface AgentProfile {
  /** What the whitelist and constraints on HOSTNAME are about. */
  readonly hostname: string;
  readonly attributes: readonly Attribute[];
  /** Null: where the master is. */
  readonly domain: Domain | null;
  readonly capabilities: readonly AgentCapability[];
}

/** An agent whose host is named as itself, and that has nothing to tell. */
export function plainProfile(agent: string): AgentProfile {
  return { hostname: agent, attributes: [], domain: null, capabilities: AGENT_CAPABILITIES };
}
