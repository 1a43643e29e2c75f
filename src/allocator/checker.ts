import type { Micros } from "../base/time.js";
import type { ResourceKeyId, RoleId } from "../cluster/ids.js";
import { countItems } from "../cluster/items.js";
import type { NameTable } from "../cluster/name-table.js";
import { amountOf, contains, isEmpty, type Resources, subtract } from "../cluster/resources.js";
import { type AgentAccount, type FrameworkAccount, hasFree, revocablePart, shortfall } from "./accounts.js";
import type { Decisions, InverseOffer, Offer, Revocation } from "./decisions.js";
import type { Ledger } from "./ledger.js";
import { lentUnderName, offeredFrom } from "./lending.js";
import { PlainHoldings } from "./plain-holdings.js";

/**
 * Vets decisions against the host's ledger, and books each one that is legal before it looks at the next, so that two
 * offers of the same resources cannot both pass. What it refuses is what is physically or legally wrong (contract,
 * section 4); headroom, filters, fairness and GPU rules are the allocator's own policy.
 *
 * @param decisions sorted
 * @returns the first illegal decision and the rule that it breaks, or undefined when all are legal and booked
 */
export function checkAndBook(ledger: Ledger, t: Micros, decisions: Decisions): string | undefined {
  for (const [i, offer] of decisions.offers.entries()) {
    const rule = offerDefect(ledger, offer) ?? (sameTarget(decisions.offers[i - 1], offer) ? ONE_OFFER : undefined);
    if (rule !== undefined) return `${describeOffer(ledger, offer)}: ${rule}`;
    ledger.applyOffer(offer);
  }
  for (const inverse of decisions.inverseOffers) {
    const rule = inverseOfferDefect(ledger, t, inverse);
    if (rule !== undefined) return `${describe(ledger, "inverse offer", inverse)}: ${rule}`;
  }
  for (const revocation of decisions.revocations) {
    const rule = revocationDefect(ledger, t, revocation);
    if (rule !== undefined) return `${describe(ledger, "revocation", revocation)}: ${rule}`;
  }
  if (decisions.wakeAt !== null && decisions.wakeAt <= t) return "wake-up: the time is not in the future";
  return undefined;
}

const ONE_OFFER = "there is one offer per framework, role and agent in a cycle";

function sameTarget(a: Offer | undefined, b: Offer): boolean {
  return a !== undefined && a.framework === b.framework && a.role === b.role && a.agent === b.agent;
}

function offerDefect(ledger: Ledger, offer: Offer): string | undefined {
  const { directory } = ledger;
  const framework = ledger.frameworks[offer.framework];
  if (framework === undefined) return "the framework is unknown";
  if (!isId(directory.roles, offer.role) || !framework.roles.has(offer.role)) {
    return "the framework is not subscribed to the role";
  }
  if (!framework.active) return "the framework is not active";
  if (framework.suppressed.has(offer.role)) return "the framework has suppressed offers for the role";
  const agent = ledger.agents[offer.agent];
  if (agent === undefined) return "the agent is unknown";
  if (!agent.active) return "the agent is deactivated";
  if (isEmpty(offer.resources)) return "the offer is empty";
  return (
    amountsDefect(ledger, offer.resources) ??
    (offer.lends === null ? undefined : lendingDefect(ledger, offer)) ??
    permissionDefect(ledger, offer, framework) ??
    availabilityDefect(ledger, offer, agent) ??
    limitDefect(ledger, offer)
  );
}

function amountsDefect(ledger: Ledger, resources: Resources): string | undefined {
  const { resourceKeys } = ledger.directory;
  const { all } = resourceKeys;
  for (let i = 0; i < resources.keys.length; i++) {
    const key = resources.keys[i] as ResourceKeyId;
    const amount = resources.amounts[i] as number;
    const items = resources.items?.[i] ?? null;
    if (all[key] === undefined) return `there is no resource with id ${key}`;
    if (i > 0 && key === resources.keys[i - 1]) return `the resource ${all[key].text} stands there twice`;
    if (!Number.isSafeInteger(amount) || amount <= 0) return `the amount of ${all[key].text} is not above zero`;
    const form = resourceKeys.formOf(all[key].name) ?? "scalar";
    if (form !== "scalar" && amount % 1000 !== 0) return `${all[key].text} is a number of items, not a part of one`;
    if (items !== null && countItems(items) * 1000 !== amount)
      return `${all[key].text} has not as many items as it says`;
  }
  return undefined;
}

function lendingDefect(ledger: Ledger, offer: Offer): string | undefined {
  const { directory } = ledger;
  const lends = offer.lends as NonNullable<Offer["lends"]>;
  if (!isId(directory.roles, lends.owner)) return "the owner of what is lent is unknown";
  const defect = amountsDefect(ledger, lends.resources);
  if (defect !== undefined) return `what is lent: ${defect}`;
  for (const id of lends.resources.keys) {
    const key = directory.resourceKeys.get(id);
    if (key.revocable) return "revocable resources cannot be lent";
    if (key.isVolume || directory.resourceKeys.formOf(key.name) !== "scalar") return "only amounts can be lent";
    if (key.reservation !== null && key.reservation !== lends.owner) {
      return `${key.text} is not ${directory.roles.name(lends.owner)}'s to lend`;
    }
    const offered = amountOf(offer.resources, directory.resourceKeys.revocableOf(key.plain));
    if (offered < lentUnderName(lends.resources, key.plain, directory)) {
      return `more ${key.name} is lent than is offered as revocable`;
    }
  }
  return undefined;
}

function permissionDefect(ledger: Ledger, offer: Offer, framework: FrameworkAccount): string | undefined {
  const { resourceKeys, roles } = ledger.directory;
  for (const id of offer.resources.keys) {
    const key = resourceKeys.get(id);
    if (key.revocable && !framework.capabilities.has("REVOCABLE_RESOURCES")) {
      return "the framework lacks the capability REVOCABLE_RESOURCES";
    }
    if (key.isShared && !framework.capabilities.has("SHARED_RESOURCES")) {
      return "the framework lacks the capability SHARED_RESOURCES";
    }
    if (key.isRefined && !framework.capabilities.has("RESERVATION_REFINEMENT")) {
      return "the framework lacks the capability RESERVATION_REFINEMENT";
    }
    if (key.reservation !== null && !isWithin(roles, offer.role, key.reservation)) {
      return `${key.text} is reserved to another role`;
    }
  }
  return undefined;
}

function availabilityDefect(ledger: Ledger, offer: Offer, agent: AgentAccount): string | undefined {
  const wanted = offeredFrom(offer, ledger.directory);
  const { resourceKeys } = ledger.directory;
  const cut = wanted.keys.find((key, i) => {
    return resourceKeys.get(key).isVolume && amountOf(agent.total, key) !== (wanted.amounts[i] as number);
  });
  if (cut !== undefined) return `${resourceKeys.get(cut).text} is offered as a whole, and only once`;
  if (hasFree(agent.total, agent.taken, wanted)) return undefined;
  const available = subtract(agent.total, agent.taken);
  const short = resourceKeys.get(shortfall(available, wanted) ?? (wanted.keys[0] as ResourceKeyId));
  return `not so much ${short.text} is there: available is ${JSON.stringify(resourceKeys.format(available))}`;
}

function limitDefect(ledger: Ledger, offer: Offer): string | undefined {
  const limits = ledger.limitsOf(offer.role);
  if (limits === undefined) return undefined;
  const held = ledger.plainHeldUnder(offer.role);
  const offered = new PlainHoldings(ledger.directory.resourceKeys, 1);
  offered.count(0 as RoleId, offer.resources, 1);
  const plain = offered.of(0 as RoleId);
  for (const [i, key] of limits.keys.entries()) {
    const wanted = amountOf(plain, key);
    if (wanted > 0 && amountOf(held, key) + wanted > (limits.amounts[i] as number)) {
      return `the role's quota limit of ${ledger.directory.resourceKeys.get(key).text} is exceeded`;
    }
  }
  return undefined;
}

function inverseOfferDefect(ledger: Ledger, t: Micros, inverse: InverseOffer): string | undefined {
  const framework = ledger.frameworks[inverse.framework];
  if (framework === undefined) return "the framework is unknown";
  if (!framework.active) return "the framework is not active";
  const agent = ledger.agents[inverse.agent];
  if (agent === undefined) return "the agent is unknown";
  if (inverse.deadline < t && inverse.deadline !== agent.unavailability?.start) return "the deadline has passed";
  const defect = amountsDefect(ledger, inverse.resources);
  if (defect !== undefined) return defect;
  const held = ledger.heldBy(inverse.framework, inverse.agent);
  return contains(held, inverse.resources) ? undefined : "the framework does not hold so much there";
}

function revocationDefect(ledger: Ledger, t: Micros, revocation: Revocation): string | undefined {
  const { framework, role, agent, task } = revocation;
  if (ledger.frameworks[framework] === undefined) return "the framework is unknown";
  if (!isId(ledger.directory.roles, role)) return "the role is unknown";
  if (ledger.agents[agent] === undefined) return "the agent is unknown";
  if (revocation.deadline < t) return "the deadline has passed";
  if (isEmpty(revocation.resources)) return "the revocation is empty";
  const defect = amountsDefect(ledger, revocation.resources);
  if (defect !== undefined) return defect;
  const held = ledger.holding(framework, role, agent)?.held;
  if (held === undefined || !contains(revocablePart(held, ledger.directory), revocation.resources)) {
    return "only revocable resources that the framework holds there can be taken back";
  }
  if (task === null) return undefined;
  const place = ledger.tasks.get(task);
  const runsThere = place?.framework === framework && place.role === role && place.agent === agent;
  return runsThere ? undefined : "the task does not run there";
}

function isWithin(roles: NameTable<RoleId>, role: RoleId, ancestor: RoleId): boolean {
  return role === ancestor || roles.name(role).startsWith(`${roles.name(ancestor)}/`);
}

function isId<Id extends number>(names: NameTable<Id>, id: Id): boolean {
  return Number.isInteger(id) && id >= 0 && id < names.size;
}

function describeOffer(ledger: Ledger, offer: Offer): string {
  return `${describe(ledger, "offer", offer)} in role ${nameOf(ledger.directory.roles, offer.role)}`;
}

function describe(
  ledger: Ledger,
  what: string,
  { framework, agent, resources }: { framework: Offer["framework"]; agent: Offer["agent"]; resources: Resources },
): string {
  const { directory } = ledger;
  const known = amountsDefect(ledger, resources) === undefined;
  const amounts = known ? directory.resourceKeys.format(resources) : "(unreadable)";
  return `${what} of ${amounts || "nothing"} on ${nameOf(directory.agents, agent)} to ${nameOf(directory.frameworks, framework)}`;
}

function nameOf<Id extends number>(names: NameTable<Id>, id: Id): string {
  return isId(names, id) ? names.name(id) : `#${id}`;
}
