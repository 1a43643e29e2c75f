import { expect } from "vitest";
import type { Holding } from "../../src/allocator/accounts.js";
import type { Ledger } from "../../src/allocator/ledger.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../../src/cluster/ids.js";
import {
  add,
  contains,
  equal,
  filterResources,
  isEmpty,
  NO_RESOURCES,
  type Resources,
  subtract,
} from "../../src/cluster/resources.js";
import { heldAt, type LegalHistory } from "./legal-history.js";

/** Adds up every holding of a history's ledger anew, and fails when a sum that the ledger keeps is another. */
export function audit(history: LegalHistory): void {
  expect([...wrongSums(history.session.ledger), ...wrongHolders(history), ...givenTwice(history)]).toEqual([]);
}

function wrongSums(ledger: Ledger): string[] {
  const wrong: string[] = [];
  const plainHeld = new Map<RoleId, Map<ResourceKeyId, number>>();
  for (const [agent, account] of ledger.agents.entries()) {
    if (account === undefined) continue;
    let taken = NO_RESOURCES;
    for (const [slot, holding] of account.holdings) {
      const { framework, role } = placeOf(ledger, slot);
      if (isEmpty(holding.held)) wrong.push(`agent ${agent}: an empty holding`);
      if (!contains(holding.held, holding.inUse)) wrong.push(`agent ${agent}: more in use than is held`);
      taken = add(taken, exclusiveSource(ledger, holding));
      if (ledger.frameworks[framework] !== undefined) countPlain(ledger, plainHeld, role, holding.held);
    }
    if (!equal(account.taken, taken)) wrong.push(`agent ${agent}: taken is not what its holdings take`);
  }
  for (const role of ledger.directory.roles.ids()) {
    const { keys, amounts } = ledger.plainHeldUnder(role);
    const counted = [...(plainHeld.get(role) ?? [])].sort(([a], [b]) => a - b);
    if (String(keys.map((key, i) => [key, amounts[i]])) !== String(counted)) wrong.push(`role ${role}: plain holdings`);
  }
  return wrong;
}

/** The ledger against what the history knows of every offer and task. */
function wrongHolders(history: LegalHistory): string[] {
  const { ledger } = history.session;
  const wrong: string[] = [];
  const places = new Set(history.held.map(({ framework, role, agent }) => `${framework} ${role} ${agent}`));
  for (const [agent, account] of ledger.agents.entries()) {
    for (const [slot, { held }] of account?.holdings ?? []) {
      const place = { ...placeOf(ledger, slot), agent: agent as AgentId };
      places.delete(`${place.framework} ${place.role} ${place.agent}`);
      if (!equal(held, heldAt(history, place))) wrong.push(`${JSON.stringify(place)} holds something else`);
    }
  }
  for (const place of places) wrong.push(`${place} holds nothing`);
  const tasks = history.held.flatMap(({ task }) => task ?? []).sort();
  if (String([...ledger.tasks.keys()].sort()) !== String(tasks)) wrong.push("other tasks run");
  return wrong;
}

/** No agent gives more than it has, object by object; unless its total has changed since. */
function givenTwice(history: LegalHistory): string[] {
  const wrong: string[] = [];
  for (const [id, account] of history.session.ledger.agents.entries()) {
    const agent = id as AgentId;
    if (account === undefined || history.updated.has(agent)) continue;
    if (!contains(account.total, account.taken)) wrong.push(`agent ${agent} gives more than it has`);
    const sum = add(history.session.ledger.available(agent), account.taken);
    if (!equal(sum, account.total)) wrong.push(`agent ${agent}: available and taken do not make up the total`);
  }
  return wrong;
}

/** What a holding takes from its agent: lent amounts under the keys that they came from, shared volumes not at all. */
function exclusiveSource({ directory }: Ledger, { held, lent }: Holding): Resources {
  const { resourceKeys } = directory;
  const from = lent.map(({ resources }) => resources).reduce(add, NO_RESOURCES);
  const asOffered = from.keys.map((key, i): Resources => {
    return { keys: [resourceKeys.revocableOf(resourceKeys.get(key).plain)], amounts: [from.amounts[i] as number] };
  });
  const own = subtract(held, asOffered.reduce(add, NO_RESOURCES));
  return filterResources(add(own, from), (key, amount) => (resourceKeys.get(key).isShared ? 0 : amount));
}

function countPlain(
  { directory }: Ledger,
  sums: Map<RoleId, Map<ResourceKeyId, number>>,
  role: RoleId,
  { keys, amounts, items }: Resources,
): void {
  const ofRole = sums.get(role) ?? new Map<ResourceKeyId, number>();
  for (const [i, id] of keys.entries()) {
    const { reservation, revocable, plain } = directory.resourceKeys.get(id);
    if (reservation !== null || revocable || (items?.[i] ?? null) !== null) continue;
    sums.set(role, ofRole.set(plain, (ofRole.get(plain) ?? 0) + (amounts[i] as number)));
  }
}

function placeOf({ directory }: Ledger, slot: number): { framework: FrameworkId; role: RoleId } {
  const { size } = directory.roles;
  return { framework: Math.floor(slot / size) as FrameworkId, role: (slot % size) as RoleId };
}
