import type { Unavailability } from "../allocator/operations.js";
import { microsToSeconds } from "../base/time.js";
import {
  AGENT_CAPABILITIES,
  type AgentCapability,
  type AgentProfile,
  type Attribute,
  type Domain,
  plainProfile,
} from "../cluster/agent-profile.js";
import type { AgentId } from "../cluster/ids.js";
import { AttributeTextError, formatAttributes, parseAttributes } from "./attribute-text.js";
import type { LineFields } from "./line-fields.js";

const PROFILE = ["hostname", "attributes", "domain", "capabilities"] as const;

/** A profile, when any of its fields is there: the others then hold their default. */
export function readProfile(fields: LineFields, agent: AgentId): { readonly profile?: AgentProfile } {
  if (!PROFILE.some((name) => fields.has(name))) return {};
  const plain = plainProfile(fields.context.directory.agents.name(agent));
  return {
    profile: {
      hostname: fields.has("hostname") ? fields.filledText("hostname") : plain.hostname,
      attributes: fields.has("attributes") ? readAttributes(fields) : plain.attributes,
      domain: fields.isGiven("domain") ? readDomain(fields) : plain.domain,
      capabilities: fields.has("capabilities") ? readCapabilities(fields) : plain.capabilities,
    },
  };
}

function readAttributes(fields: LineFields): readonly Attribute[] {
  try {
    return parseAttributes(fields.text("attributes"));
  } catch (error) {
    if (!(error instanceof AttributeTextError)) throw error;
    fields.complain("attributes", error.message, error.value, "write them as rack:r1;size:4;ports:[1-2];set:{a,b}");
    return [];
  }
}

function readDomain(fields: LineFields): Domain | null {
  if (!fields.context.hasDomain) {
    const rule = "an agent has a domain only where the master has one (P2)";
    fields.complain("domain", rule, undefined, 'give the header\'s options a "domain"');
  }
  return (
    fields.within("domain", (domain) => ({ region: domain.filledText("region"), zone: domain.filledText("zone") })) ??
    null
  );
}

/** In the order of their table, so that equal sets are equal lists. */
function readCapabilities(fields: LineFields): readonly AgentCapability[] {
  const given = new Set<string>(fields.words("capabilities", AGENT_CAPABILITIES, "an agent's capability"));
  return AGENT_CAPABILITIES.filter((capability) => given.has(capability));
}

/** The profile of an agent that joins, each field with a comma before it; those that hold their default are left out. */
export function profileFields(profile: AgentProfile | undefined, agent: string): string {
  if (profile === undefined) return "";
  return `${profile.hostname === agent ? "" : hostnameField(profile)}${otherFields(profile)}`;
}

/** The new profile of an agent that is there: the host name is always written, so that a plain profile is one, too. */
export function changedProfileFields(profile: AgentProfile | undefined): string {
  return profile === undefined ? "" : `${hostnameField(profile)}${otherFields(profile)}`;
}

function hostnameField({ hostname }: AgentProfile): string {
  return `,"hostname":${JSON.stringify(hostname)}`;
}

function otherFields({ attributes, domain, capabilities }: AgentProfile): string {
  let text = attributes.length === 0 ? "" : `,"attributes":${JSON.stringify(formatAttributes(attributes))}`;
  if (domain !== null) text += `,"domain":${JSON.stringify({ region: domain.region, zone: domain.zone })}`;
  const isAble = AGENT_CAPABILITIES.every((capability) => capabilities.includes(capability));
  return isAble ? text : `${text},"capabilities":${JSON.stringify(capabilities)}`;
}

export function readUnavailability(fields: LineFields): Unavailability | undefined {
  return fields.within("unavailability", (times) => ({
    start: times.time("start"),
    duration: times.isGiven("duration") ? times.time("duration") : null,
  }));
}

export function unavailabilityJson(unavailability: Unavailability | null): string {
  if (unavailability === null) return "null";
  const { start, duration } = unavailability;
  const length = duration === null ? "" : `,"duration":${microsToSeconds(duration)}`;
  return `{"start":${microsToSeconds(start)}${length}}`;
}
