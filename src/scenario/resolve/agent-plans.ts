import type { Micros } from "../../base/time.js";
import type { AgentPlan } from "../../cluster/plan.js";
import type { ResourceEntry } from "../../cluster/resource-text.js";
import type { Cursor } from "../document/cursor.js";
import { readCredential } from "./credential-value.js";
import { readDuration } from "./duration-value.js";
import { numberedNames } from "./numbered-names.js";
import { readProfile } from "./profile-value.js";
import type { ResourceForms } from "./resource-forms.js";
import { readResources } from "./resources-value.js";
import type { RoleNames } from "./role-names.js";
import { readSteps } from "./steps-value.js";

const MOST_AGENTS = 100_000;
const DEFAULT_PREFIX = "agent";
const LEAST_DIGITS = 3;

export interface AgentContext {
  readonly roles: RoleNames;
  readonly forms: ResourceForms;
  /** Whether the scenario gives the master a domain. */
  readonly hasMasterDomain: boolean;
}

/**
 * The agents of the scenario's own list. Entries without names of their own count up together: `agent-001`, `agent-002`.
 *
 * @param taken names that a trace has given already
 */
export function readAgents(list: Cursor, taken: Iterable<string>, context: AgentContext): AgentPlan[] {
  const entries = list.items.filter((entry) => entry.isMap).map(readEntry);
  const totals = new Map<string, number>();
  for (const { prefix, count } of entries) totals.set(prefix, (totals.get(prefix) ?? 0) + count);
  const total = entries.reduce((sum, entry) => sum + entry.count, 0);
  if (total > MOST_AGENTS) {
    list.complain(`a cluster has at most ${MOST_AGENTS} agents`, "ask for fewer", String(total));
    return [];
  }
  const named = new Map<string, number>();
  const seen = new Set(taken);
  return entries.flatMap((entry) => {
    const first = (named.get(entry.prefix) ?? 0) + 1;
    named.set(entry.prefix, first + entry.count - 1);
    const names = entry.isNumbered
      ? numberedNames(entry.prefix, first, entry.count, totals.get(entry.prefix) as number, LEAST_DIGITS)
      : [entry.prefix];
    for (const name of names) claim(name, seen, entry.cursor);
    const resources = readAgentResources(entry.cursor.get("resources"), context);
    const profileOf = readProfile(entry.cursor, context.hasMasterDomain);
    const joins = readJoining(entry.cursor.get("joins"));
    const process = readProcess(entry.cursor);
    return names.map((name) => ({
      name,
      resources,
      ...(profileOf === undefined ? {} : { profile: profileOf(name) }),
      ...joins,
      ...process,
    }));
  });
}

function readJoining(joins: Cursor): { readonly joinsAt?: Micros } {
  const joinsAt = readDuration(joins) ?? 0;
  return joinsAt === 0 ? {} : { joinsAt };
}

/** What the entry says of the agents' processes and machines. */
function readProcess(entry: Cursor): Pick<AgentPlan, "credential" | "load"> {
  const credential = readCredential(entry.get("credential"));
  const steps = readSteps(entry.get("load"), "refused");
  return {
    ...(credential === undefined ? {} : { credential }),
    ...(steps === undefined ? {} : { load: steps.map(({ at, value }) => ({ at, load: value })) }),
  };
}

interface AgentEntry {
  readonly cursor: Cursor;
  readonly prefix: string;
  readonly isNumbered: boolean;
  readonly count: number;
}

function readEntry(cursor: Cursor): AgentEntry {
  const name = cursor.get("name").text;
  const isNumbered = name === undefined || cursor.get("count").present;
  return { cursor, prefix: name ?? DEFAULT_PREFIX, isNumbered, count: cursor.get("count").number ?? 1 };
}

function claim(name: string, seen: Set<string>, entry: Cursor): void {
  if (!seen.has(name)) seen.add(name);
  else entry.complain("two agents have this name", "give one of them another name", name);
}

function readAgentResources(cursor: Cursor, { roles, forms }: AgentContext): readonly ResourceEntry[] {
  const entries = readResources(cursor);
  if (entries === undefined) return [];
  if (entries.length === 0) cursor.complain("an agent has some resources", "write such as cpus:16;mem:65536");
  for (const { reservations } of entries) {
    for (const role of reservations) roles.require(role, cursor, role);
  }
  forms.settle(entries, cursor);
  return entries;
}
