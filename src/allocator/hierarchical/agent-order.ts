import { randomStream } from "../../base/random.js";
import type { AgentId } from "../../cluster/ids.js";
import type { AllocatorOptions } from "../allocator.js";
import { shuffle } from "./shuffle.js";

/** Arranges the agents that a stage is about to visit, in place; they come in id order, or as the last stage had them. */
export type AgentOrder = (agents: AgentId[]) => void;

interface Seeded {
  readonly options: Pick<AllocatorOptions, "agentOrder">;
  readonly seed: number;
}

/**
 * Mesos shuffles the candidates before each stage (C1). Here that is `shuffle`, from a stream of its own; with `id` they
 * stay in id order. Agents that no framework could take anything of are not among them: their place changes nothing.
 */
export function agentOrder({ options, seed }: Seeded): AgentOrder {
  if (options.agentOrder !== "shuffle") return () => {};
  const random = randomStream(seed, "hierarchical: agent order");
  return (agents) => shuffle(agents, agents.length, random);
}
