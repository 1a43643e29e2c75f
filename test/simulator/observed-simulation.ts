import type { AllocatorFactory } from "../../src/allocator/allocator.js";
import type { Decisions } from "../../src/allocator/decisions.js";
import type { OfferPreferences, Operation, OperationOf, Unavailability } from "../../src/allocator/operations.js";
import { type Micros, microsToSeconds } from "../../src/base/time.js";
import type { ClusterObserver } from "../../src/cluster/cluster-observer.js";
import type { Directory } from "../../src/cluster/directory.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import type { Resources } from "../../src/cluster/resources.js";
import type { ParticipatingModules } from "../../src/kinds/participating-modules.js";
import type { RunTallies } from "../../src/kinds/run-tallies.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { type SimulationEnd, simulate } from "../../src/simulator/simulate.js";

export interface ObservedSimulation {
  readonly end: SimulationEnd;
  /** What modules' parts counted. */
  readonly tallies: RunTallies;
  /** Every operation as a line: seconds, name, arguments. */
  readonly operations: readonly string[];
  /** The same with what each caused. */
  readonly journal: readonly string[];
  /** What happened to tasks, offers and agents, as lines. */
  readonly events: readonly string[];
  /** Lines of `operations` whose name is one of these. */
  only(...names: readonly Operation["op"][]): string[];
  /** Lines of `events` that tell of these. */
  told(...kinds: readonly string[]): string[];
}

export async function observe(
  plan: ClusterPlan,
  createAllocator: AllocatorFactory,
  seed = 1,
  modules: ParticipatingModules | null = null,
  tieSeed: number | null = null,
): Promise<ObservedSimulation> {
  const directory = directoryOf(plan, tieSeed);
  const operations: string[] = [];
  const journal: string[] = [];
  const events: string[] = [];
  const { tallies, ...end } = await simulate({
    plan,
    directory,
    seed,
    createAllocator,
    parameters: {},
    observer: tellingObserver(directory, events),
    journal: {
      record(t, operation, decisions) {
        const line = `${microsToSeconds(t)} ${operationText(directory, operation)}`;
        operations.push(line);
        journal.push(`${line}${decisionsText(directory, decisions)}`);
      },
    },
    monitor: { enter() {}, leave() {} },
    modules,
  });
  return {
    end,
    tallies,
    operations,
    journal,
    events,
    only: (...names) => operations.filter((line) => names.includes(line.split(" ")[1] as Operation["op"])),
    told: (...kinds) => events.filter((line) => kinds.includes(line.split(" ")[1] as string)),
  };
}

function tellingObserver(directory: Directory, events: string[]): ClusterObserver {
  const { agents, frameworks, roles, tasks, resourceKeys } = directory;
  const tell = (t: Micros, ...words: readonly string[]) => events.push(`${microsToSeconds(t)} ${words.join(" ")}`);
  return {
    agentTotal: (t, agent, total) =>
      tell(t, "agent", agents.name(agent), total === null ? "gone" : resourceKeys.format(total)),
    taskSubmitted: (t, task) => tell(t, "submitted", tasks.name(task.id)),
    taskStarted: (t, task) =>
      tell(
        t,
        "started",
        tasks.name(task.id),
        task.placement === null ? "nowhere" : agents.name(task.placement.agent),
        resourceKeys.format(task.placement?.resources as Resources),
      ),
    taskFinished: (t, task) => tell(t, "finished", tasks.name(task.id)),
    taskKilled: (t, task, reason) =>
      tell(t, "killed", tasks.name(task.id), reason, task.placement === null ? "nowhere" : "placed"),
    statusUpdate: (t, task, { state, reason, message, labels }) =>
      tell(
        t,
        "status",
        tasks.name(task.id),
        state,
        ...[reason, message].filter((part) => part !== null),
        ...labels.map(({ key, value }) => `${key}=${value}`),
      ),
    hookError: (t) => tell(t, "hookError"),
    revocationDenied: (t, { framework, agent }, reason) =>
      tell(t, "denied", frameworks.name(framework), agents.name(agent), reason),
    offerSent: (t, { framework, resources }) =>
      tell(t, "sent", frameworks.name(framework), resourceKeys.format(resources)),
    offerAccepted: (t, { framework, role }) => tell(t, "accepted", frameworks.name(framework), roles.name(role)),
    offerDeclined: (t, { framework, role }) => tell(t, "declined", frameworks.name(framework), roles.name(role)),
    offerRescinded: (t, { framework, role }) => tell(t, "rescinded", frameworks.name(framework), roles.name(role)),
    cycle: (t) => tell(t, "cycle"),
    sampled: ({ t, name, unit, value }) => tell(t, "sampled", name, String(value), unit),
    finished: (t) => tell(t, "over"),
  };
}

function operationText({ agents, frameworks, roles, tasks, resourceKeys }: Directory, operation: Operation): string {
  const words = Object.entries(operation).map(([field, value]) => {
    if (value === null) return `no-${field}`;
    if (field === "framework") return frameworks.name(value);
    if (field === "agent") return agents.name(value);
    if (field === "role") return roles.name(value);
    if (field === "task") return tasks.name(value);
    if (field === "refuse") return `refuse:${microsToSeconds(value)}`;
    if (field === "roles" || field === "suppressedRoles") return `[${value.map((role: never) => roles.name(role))}]`;
    if (field === "requests") {
      const texts = operation.op === "requestResources" ? operation.requests.map(requestText) : [];
      return `[${texts.join(" ")}]`;
    }
    if (field === "weights") {
      const list = operation.op === "updateWeights" ? operation.weights : [];
      return list.map(({ role, weight }) => `${roles.name(role)}:${weight}`).join(",");
    }
    if (field === "agents") return `[${value.map((agent: never) => agents.name(agent))}]`;
    if (field === "profile") return JSON.stringify(value);
    if (field === "preferences") return preferencesText(value);
    if (field === "unavailability") return unavailabilityText(value);
    if (field === "quotas") return `[${value.map(quotaText)}]`;
    if (isResources(value)) return resourceKeys.format(value) || "nothing";
    if (typeof value === "boolean") return value ? field : `not-${field}`;
    return String(value);
  });
  return words.join(" ");

  function preferencesText({ minAllocatable, constraints }: OfferPreferences): string {
    const minima = [...minAllocatable].map(
      ([role, alternatives]) =>
        `${roles.name(role)}=${alternatives.map((least) => resourceKeys.format(least)).join("|")}`,
    );
    const groups = [...constraints].map(([role, of]) => `${roles.name(role)}=${JSON.stringify(of)}`);
    return `min:${minima} constraints:${groups}`;
  }

  function unavailabilityText({ start, duration }: Unavailability): string {
    return `unavailable:${microsToSeconds(start)}+${duration === null ? "" : microsToSeconds(duration)}`;
  }

  function quotaText({ role, guarantees, limits }: OperationOf<"recover">["quotas"][number]): string {
    return `${roles.name(role)}:${resourceKeys.format(guarantees)}/${resourceKeys.format(limits)}`;
  }

  function requestText(request: (Operation & { op: "requestResources" })["requests"][number]): string {
    const estimate = request.estimateSeconds === null ? "" : `~${request.estimateSeconds}s`;
    return `${request.id}=${request.count}x${resourceKeys.format(request.resources)}${request.gang ? "!" : ""}${estimate}`;
  }
}

function decisionsText({ agents, frameworks, roles, resourceKeys }: Directory, decisions: Decisions): string {
  const texts = decisions.offers.map(
    ({ framework, role, agent, resources }) =>
      `${frameworks.name(framework)} ${roles.name(role)} ${agents.name(agent)} ${resourceKeys.format(resources)}`,
  );
  const { inverseOffers, revocations, wakeAt } = decisions;
  return ` -> ${JSON.stringify([texts, inverseOffers, revocations, wakeAt])}`;
}

function isResources(value: unknown): value is Resources {
  return typeof value === "object" && value !== null && "amounts" in value;
}
