import type { Micros } from "../../base/time.js";
import type { FrameworkPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { JobListBuilder } from "../job-list.js";
import { readBatch } from "./batch-workload.js";
import { readCredential } from "./credential-value.js";
import { readDuration } from "./duration-value.js";
import { readFailover } from "./failover-plan.js";
import { readBehaviour } from "./framework-behaviour.js";
import { readCapabilities } from "./framework-capabilities.js";
import { type KnownAgents, readCharacter } from "./framework-character.js";
import { numberedNames } from "./numbered-names.js";
import { readPreferences } from "./offer-preferences.js";
import type { ResourceForms } from "./resource-forms.js";
import { readPlainResources } from "./resources-value.js";
import type { RoleNames } from "./role-names.js";
import { readTaskTraits } from "./task-traits.js";
import type { UsageTraces } from "./usage/usage-traces.js";

const MOST_FRAMEWORKS = 10_000;
const LEAST_DIGITS = 2;

export interface FrameworkContext {
  readonly seed: number;
  readonly duration: Micros | null;
  readonly roles: RoleNames;
  readonly forms: ResourceForms;
  readonly usageTraces: UsageTraces;
  readonly agents: KnownAgents;
}

/** @param taken names that a trace has given already */
export function readFrameworks(list: Cursor, taken: Iterable<string>, context: FrameworkContext): FrameworkPlan[] {
  const seen = new Set(taken);
  const entries = list.items.map((entry) => ({ entry, names: namesOf(entry) }));
  const total = entries.reduce((sum, { names }) => sum + names.length, 0);
  if (total > MOST_FRAMEWORKS) {
    list.complain(`a cluster has at most ${MOST_FRAMEWORKS} frameworks`, "ask for fewer", String(total));
    return [];
  }
  return entries.flatMap(({ entry, names }) =>
    names.map((name) => {
      if (seen.has(name)) entry.get("name").complain("two frameworks have this name", "rename one of them", name);
      if (name !== NAMELESS) seen.add(name);
      return readFramework(entry, name, context);
    }),
  );
}

/** Stands for a name that cannot be read, so that the rest of the framework is still looked at. */
const NAMELESS = "";

function namesOf(entry: Cursor): string[] {
  const name = entry.get("name").text ?? NAMELESS;
  const count = entry.get("count").number;
  return count === undefined ? [name] : numberedNames(name, 1, count, count, LEAST_DIGITS);
}

function readFramework(entry: Cursor, name: string, context: FrameworkContext): FrameworkPlan {
  const startsAt = readDuration(entry.get("startsAt")) ?? 0;
  const roles = readRoleNames(entry.get("roles"), context.roles);
  const preferences = readPreferences(entry, roles);
  const credential = readCredential(entry.get("credential"));
  const character = readCharacter(entry, name, context);
  const capabilities = readCapabilities(entry.get("capabilities"));
  const failover = readFailover(entry.get("failover"), { startsAt, capabilities });
  const workload = entry.get("workload");
  return {
    name,
    roles,
    capabilities,
    ...(preferences === undefined ? {} : { preferences }),
    startsAt,
    ...readBehaviour(entry, "firstFit"),
    ...(credential === undefined ? {} : { credential }),
    ...(character === undefined ? {} : { character }),
    ...(failover === undefined ? {} : { failover }),
    ...readTaskTraits(workload.get(workload.get("service").isMap ? "service" : "batch"), name, {
      ...context,
      traces: context.usageTraces,
    }),
    workload: readWorkload(workload, name, startsAt, context),
  };
}

function readRoleNames(list: Cursor, roles: RoleNames): string[] {
  const names = new Set<string>();
  for (const item of list.items) {
    if (item.text === undefined) continue;
    if (names.has(item.text)) item.complain("a role is named twice", "name it once");
    else roles.require(item.text, item);
    names.add(item.text);
  }
  return [...names];
}

function readWorkload(
  workload: Cursor,
  framework: string,
  startsAt: Micros,
  { seed, duration, forms }: FrameworkContext,
): FrameworkPlan["workload"] {
  const service = workload.get("service");
  if (service.isMap) {
    const resources = readPlainResources(service.get("resources")) ?? [];
    forms.areWhole(resources, service.get("resources"));
    return { kind: "service", instances: service.get("instances").number ?? 0, resources };
  }
  const batch = workload.get("batch");
  const jobs = batch.isMap ? readBatch(batch, { framework, startsAt, seed, duration, forms }) : undefined;
  return { kind: "jobs", jobs: jobs ?? new JobListBuilder().build() };
}
