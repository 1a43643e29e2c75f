import type { Complaint } from "../base/bad-input.js";
import type { AllocatorOptionsPlan } from "../cluster/plan.js";
import { failureDocument, type JournalFailure, readFailure } from "./header-failure.js";
import { HeaderFields } from "./header-fields.js";
import { optionsDocument, readOptions } from "./header-options.js";
import { isJsonObject, type JsonObject } from "./json-fields.js";

export const JOURNAL_VERSION = 1;
const LARGEST_SEED = 2 ** 32 - 1;

/** Line 1 of a journal: everything but the operations that decisions depend on. */
export interface JournalHeader {
  /** Who recorded it, e.g. `mesos-1.12 hierarchical`. */
  readonly source: string;
  readonly seed: number | null;
  readonly options: AllocatorOptionsPlan;
  /** Lines have `offerCount` in place of `offers`. */
  readonly isSummary: boolean;
  /** The failure that the journal ends with: nothing is known of what its last operation should cause. Absent: none. */
  readonly failure?: JournalFailure;
}

export function formatHeader({ source, seed, options, isSummary, failure }: JournalHeader): string {
  return JSON.stringify({
    journal: JOURNAL_VERSION,
    source,
    ...(failure === undefined ? {} : { failure: failureDocument(failure) }),
    agentOrder: options.agentOrder,
    ...(seed === null ? {} : { seed }),
    options: optionsDocument(options),
    ...(isSummary ? { summary: true } : {}),
  });
}

/**
 * Reads line 1.
 *
 * @param complaints gets what is wrong; the header must not be used then
 */
export function readHeader(file: string, line: string, complaints: Complaint[]): JournalHeader {
  const fields = new HeaderFields(file, line, complaints);
  const header = parsed(line);
  if (header.journal !== JOURNAL_VERSION) {
    const rule = `only journal format ${JOURNAL_VERSION} is known`;
    fields.complain("journal", header.journal, rule, 'the first line must be a header that begins with {"journal":1');
  }
  const source = typeof header.source === "string" ? header.source : "";
  const agentOrder = fields.oneOf("agentOrder", header.agentOrder, ["id", "shuffle"]);
  const options = readOptions(isJsonObject(header.options) ? header.options : {}, source, agentOrder, fields);
  checkSeed(header.seed, options, fields);
  const failure = header.failure === undefined ? undefined : readFailure(header.failure, fields);
  return {
    source,
    seed: typeof header.seed === "number" ? header.seed : null,
    options,
    isSummary: header.summary === true,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Where decisions hang on random numbers, nothing can be replayed without the seed. */
function checkSeed(seed: unknown, { agentOrder, roleSorter }: AllocatorOptionsPlan, fields: HeaderFields): void {
  const cause = agentOrder === "shuffle" ? "agentOrder shuffle" : roleSorter === "random" ? "a random sorter" : null;
  if (cause === null || isSeed(seed)) return;
  const rule = `a journal with ${cause} needs its seed, a whole number from 0 to ${LARGEST_SEED}`;
  fields.complain("seed", seed, rule, "record it with a seed");
}

/** An empty object when the line is none: the complaint about the missing journal number says it all. */
function parsed(line: string): JsonObject {
  try {
    const header: unknown = JSON.parse(line);
    return isJsonObject(header) ? header : {};
  } catch {
    return {};
  }
}

function isSeed(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST_SEED;
}
