import {
  AGENT_CAPABILITIES,
  type AgentCapability,
  type AgentProfile,
  type Attribute,
  plainProfile,
} from "../../cluster/agent-profile.js";
import { AttributeTextError, parseAttributes } from "../../journal/attribute-text.js";
import type { Cursor } from "../document/cursor.js";
import { readDomain } from "./domain-value.js";

const KEYS = ["attributes", "region", "zone", "hostname", "capabilities"];

/**
 * What an entry of agents says of them beside their resources.
 *
 * @param hasMasterDomain whether the scenario gives the master a domain: else an agent has none (P2)
 * @returns the profile of an agent of a name; undefined when the entry says nothing
 */
export function readProfile(entry: Cursor, hasMasterDomain: boolean): ((agent: string) => AgentProfile) | undefined {
  if (!KEYS.some((key) => entry.get(key).present)) return undefined;
  const plain = plainProfile("");
  const hostname = entry.get("hostname").text;
  const profile = {
    attributes: readAttributes(entry.get("attributes")),
    domain: readDomain(entry),
    capabilities: entry.get("capabilities").present ? readCapabilities(entry.get("capabilities")) : plain.capabilities,
  };
  checkDomain(entry, hasMasterDomain);
  return (agent) => ({ hostname: hostname ?? agent, ...profile });
}

function checkDomain(entry: Cursor, hasMasterDomain: boolean): void {
  const region = entry.get("region");
  const zone = entry.get("zone");
  const given = [region, zone].find((part) => part.present);
  if (given === undefined) return;
  if (!hasMasterDomain) {
    const nextStep = "add domain: {region: NAME, zone: NAME} at the top of the scenario, or remove it here";
    given.complain("an agent has a domain only where the master has one (P2)", nextStep);
  } else if (region.absent || zone.absent) {
    given.complain("a domain has a region and a zone", `add ${region.absent ? "region" : "zone"}: NAME`);
  }
}

/** In the order of their table. */
function readCapabilities(list: Cursor): AgentCapability[] {
  const given = new Set(list.items.map((item) => item.text));
  return AGENT_CAPABILITIES.filter((capability) => given.has(capability));
}

function readAttributes(attributes: Cursor): readonly Attribute[] {
  if (attributes.text !== undefined) return parse(attributes, attributes.text);
  return attributes.entries.flatMap(([name, value]) => readAttribute(name, value));
}

function readAttribute(name: string, cursor: Cursor): readonly Attribute[] {
  const { value } = cursor;
  if (value === undefined) return [];
  if (/[:;]/.test(name)) {
    cursor.complainOfKey("an attribute's name has neither : nor ;", "change the name");
    return [];
  }
  if (typeof value === "string" && value.includes(";")) {
    cursor.complain("an attribute's value has no ;", "write one attribute for each key");
    return [];
  }
  if (!Array.isArray(value)) return parse(cursor, `${name}:${value}`);
  const ranges = cursor.items.map((item) => item.text);
  return ranges.includes(undefined) ? [] : parse(cursor, `${name}:[${ranges}]`);
}

function parse(cursor: Cursor, text: string): readonly Attribute[] {
  try {
    return parseAttributes(text);
  } catch (error) {
    if (!(error instanceof AttributeTextError)) throw error;
    cursor.complain(error.message, "write such as rack:r1;size:4, or {rack: r1, size: 4}", error.value);
    return [];
  }
}
