import type { Decisions } from "../../src/allocator/decisions.js";
import type { Ledger } from "../../src/allocator/ledger.js";
import { secondsToMicros } from "../../src/base/time.js";
import type { AgentId, TaskId } from "../../src/cluster/ids.js";
import { isEmpty, NO_RESOURCES } from "../../src/cluster/resources.js";

/** What a test revokes, or asks back by an inverse offer; `by` in seconds. */
export interface ClaimSketch {
  readonly framework: string;
  readonly agent: string;
  readonly resources: string;
  readonly by: number;
  readonly task?: string;
}

export function revocations(ledger: Ledger, ...claims: readonly ClaimSketch[]): Partial<Decisions> {
  const { tasks, roles } = ledger.directory;
  return {
    revocations: claims.map((claim) => ({
      ...parties(ledger, claim),
      role: roles.id("batch"),
      task: claim.task === undefined ? null : (tasks.names.indexOf(claim.task) as TaskId),
      why: null,
    })),
  };
}

export function inverseOffers(ledger: Ledger, ...claims: readonly ClaimSketch[]): Partial<Decisions> {
  return { inverseOffers: claims.map((claim) => ({ ...parties(ledger, claim), why: null })) };
}

/** Asks every framework that holds something on an agent under maintenance for all of it, over and over (M2 without filters). */
export function askBack(ledger: Ledger): Partial<Decisions> {
  const { frameworks } = ledger.directory;
  const inverseOffers = ledger.agents.flatMap((account, id) => {
    const agent = id as AgentId;
    const deadline = account?.unavailability?.start;
    if (deadline === undefined) return [];
    const holders = [...frameworks.ids()].filter((framework) => !isEmpty(ledger.heldBy(framework, agent)));
    return holders.map((framework) => ({ framework, agent, resources: NO_RESOURCES, deadline, why: null }));
  });
  return { inverseOffers };
}

function parties({ directory }: Ledger, { framework, agent, resources, by }: ClaimSketch) {
  return {
    framework: directory.frameworks.id(framework),
    agent: directory.agents.id(agent),
    resources: directory.resourceKeys.parse(resources),
    deadline: secondsToMicros(by),
  };
}
