import type { AllocatorContext, AllocatorOptions } from "../../../src/allocator/allocator.js";
import type { Decisions } from "../../../src/allocator/decisions.js";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import type { Operation } from "../../../src/allocator/operations.js";
import { AllocatorSession } from "../../../src/allocator/session.js";
import { OPTION_DEFAULTS } from "../../../src/cluster/option-defaults.js";
import { JournalWriter } from "../../../src/journal/journal-writer.js";
import { RandomCluster } from "./random-cluster.js";

const STEPS = 150;

export interface RecordedHistory {
  readonly steps: readonly { readonly t: number; readonly operation: Operation; readonly decisions: Decisions }[];
  /** The lines of its journal. */
  readonly journal: readonly string[];
  /** For another allocator that is to meet the same history. */
  contextWith(seed: number): AllocatorContext;
}

/** A random history against the built-in, recorded; the session has vetted every decision. */
export async function recordedHistory(seed: number, over: Partial<AllocatorOptions>): Promise<RecordedHistory> {
  const cluster = new RandomCluster(seed, false);
  const { directory } = cluster;
  const options = { ...cluster.options, ...over };
  const contextWith = (other: number): AllocatorContext => ({ directory, options, parameters: {}, seed: other });
  const minAllocatable = options.minAllocatable.map((least) => directory.resourceKeys.format(least));
  let text = "";
  const writer = new JournalWriter(directory, {
    header: { source: "a test", seed, options: { ...options, minAllocatable }, isSummary: false },
    sink: (piece) => {
      text += piece;
    },
  });
  const session = new AllocatorSession(await createHierarchical(contextWith(seed)), directory, OPTION_DEFAULTS, {
    enter() {},
    leave() {},
  });
  const steps = Array.from({ length: STEPS }, () => {
    const operation = cluster.next();
    const decisions = session.submit(cluster.t, operation);
    cluster.observe(operation, decisions);
    writer.record(cluster.t, operation, decisions);
    return { t: cluster.t, operation, decisions };
  });
  writer.finish();
  return { steps, journal: text.trimEnd().split("\n"), contextWith };
}

/** The journal with another seed in its header. */
export function reseeded([header, ...lines]: readonly string[], seed: number): string[] {
  return [JSON.stringify({ ...JSON.parse(header as string), seed }), ...lines];
}
