import type { AllocatorOptions } from "../../../src/allocator/allocator.js";
import type { AgentProfile } from "../../../src/cluster/agent-profile.js";
import type { ConstraintGroups, OfferConstraint } from "../../../src/cluster/offer-constraints.js";

interface Asking {
  readonly options: AllocatorOptions;
  readonly role: string;
  readonly capabilities: readonly string[];
  readonly constraints: ConstraintGroups | undefined;
  readonly hasGpus: boolean;
  readonly profile: AgentProfile;
}

/** Whether a framework may be offered anything of an agent in a role, told plainly (P1, P2, P3, P8). */
export function mayBeOffered({ options, role, capabilities, constraints, hasGpus, profile }: Asking): boolean {
  if (options.filterGpuResources && hasGpus && !capabilities.includes("GPU_RESOURCES")) return false;
  const isRemote =
    profile.domain !== null && options.domain !== null && profile.domain.region !== options.domain.region;
  if (isRemote && !capabilities.includes("REGION_AWARE")) return false;
  if (capabilities.includes("MULTI_ROLE") && !profile.capabilities.includes("MULTI_ROLE")) return false;
  if (role.includes("/") && !profile.capabilities.includes("HIERARCHICAL_ROLE")) return false;
  return constraints === undefined || constraints.some((group) => group.every((each) => holds(each, profile)));
}

function holds({ selector, predicate }: OfferConstraint, profile: AgentProfile): boolean {
  const pseudo = { HOSTNAME: profile.hostname, REGION: profile.domain?.region, ZONE: profile.domain?.zone };
  const attribute =
    selector.kind === "attribute" ? profile.attributes.find(({ name }) => name === selector.name) : undefined;
  const value = selector.kind === "attribute" ? attribute?.value : pseudo[selector.kind];
  const isText = attribute === undefined || attribute.kind === "text";
  switch (predicate.kind) {
    case "exists":
      return value !== undefined;
    case "notExists":
      return value === undefined;
    case "equals":
      return value !== undefined && (!isText || value === predicate.text);
    case "notEquals":
      return value === undefined || !isText || value !== predicate.text;
    case "matches":
      return value !== undefined && (!isText || new RegExp(`^(?:${predicate.text})$`).test(value));
    case "notMatches":
      return value === undefined || !isText || !new RegExp(`^(?:${predicate.text})$`).test(value);
  }
}
