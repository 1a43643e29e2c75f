import type { AllocatorOptions } from "../allocator/allocator.js";
import type { Complaint } from "../base/bad-input.js";
import { DURATION_RULE, formatDuration, parseDuration } from "../base/time.js";
import type { AllocatorOptionsPlan } from "../cluster/plan.js";
import { parseResourceText, ResourceTextError } from "../cluster/resource-text.js";
import type { ResourceKeys } from "../cluster/resources.js";
import { isJsonObject, type JsonObject } from "./line-fields.js";

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
}

export function formatHeader({ source, seed, options, isSummary }: JournalHeader): string {
  return JSON.stringify({
    journal: JOURNAL_VERSION,
    source,
    agentOrder: options.agentOrder,
    ...(seed === null ? {} : { seed }),
    options: {
      allocationInterval: formatDuration(options.allocationInterval),
      roleSorter: options.roleSorter,
      frameworkSorter: options.frameworkSorter,
      minAllocatable: options.minAllocatable,
      fairnessExclude: options.fairnessExclude,
      filterGpuResources: options.filterGpuResources,
      weightUpdates: options.weightUpdates,
    },
    ...(isSummary ? { summary: true } : {}),
  });
}

/** The options as an allocator gets them. @throws ResourceTextError when `minAllocatable` was not checked before */
export function allocatorOptions(options: AllocatorOptionsPlan, keys: ResourceKeys): AllocatorOptions {
  return { ...options, minAllocatable: options.minAllocatable.map((text) => keys.parse(text)) };
}

/**
 * Reads line 1. Options that are absent have Mesos' defaults; `weightUpdates` is `cached` for a journal of Mesos' own.
 *
 * @param complaints gets what is wrong; the header must not be used then
 */
export function readHeader(file: string, line: string, complaints: Complaint[]): JournalHeader {
  const reader = new HeaderReader(file, line, complaints);
  return reader.read();
}

class HeaderReader {
  readonly #file: string;
  readonly #line: string;
  readonly #complaints: Complaint[];

  constructor(file: string, line: string, complaints: Complaint[]) {
    this.#file = file;
    this.#line = line;
    this.#complaints = complaints;
  }

  read(): JournalHeader {
    const header = this.#parse();
    if (header.journal !== JOURNAL_VERSION) {
      const rule = `only journal format ${JOURNAL_VERSION} is known`;
      this.#complain("journal", header.journal, rule, 'the first line must be a header that begins with {"journal":1');
    }
    const source = typeof header.source === "string" ? header.source : "";
    const agentOrder = this.#oneOf(header, "agentOrder", ["id", "shuffle"]);
    const options = this.#options(isJsonObject(header.options) ? header.options : {}, source, agentOrder);
    this.#checkSeed(header.seed, options);
    return {
      source,
      seed: typeof header.seed === "number" ? header.seed : null,
      options,
      isSummary: header.summary === true,
    };
  }

  /** Where decisions hang on random numbers, nothing can be replayed without the seed. */
  #checkSeed(seed: unknown, { agentOrder, roleSorter }: AllocatorOptionsPlan): void {
    const cause = agentOrder === "shuffle" ? "agentOrder shuffle" : roleSorter === "random" ? "a random sorter" : null;
    if (cause === null || isSeed(seed)) return;
    const rule = `a journal with ${cause} needs its seed, a whole number from 0 to ${LARGEST_SEED}`;
    this.#complain("seed", seed, rule, "record it with a seed");
  }

  #parse(): JsonObject {
    try {
      const header: unknown = JSON.parse(this.#line);
      if (isJsonObject(header)) return header;
    } catch {
      // The complaint about the missing journal number says it all.
    }
    return {};
  }

  #options(options: JsonObject, source: string, agentOrder: AllocatorOptionsPlan["agentOrder"]): AllocatorOptionsPlan {
    return {
      allocationInterval: this.#interval(options.allocationInterval ?? "1s"),
      agentOrder,
      ...this.#sorters(options),
      minAllocatable: this.#minAllocatable(options.minAllocatable ?? ["cpus:0.01", "mem:32"]),
      fairnessExclude: this.#texts("fairnessExclude", options.fairnessExclude ?? []),
      filterGpuResources: this.#boolean("filterGpuResources", options.filterGpuResources ?? true),
      weightUpdates: this.#oneOf(
        options,
        "weightUpdates",
        source.startsWith("mesos-") ? ["cached", "immediate"] : ["immediate", "cached"],
      ),
    };
  }

  #sorters(options: JsonObject): Pick<AllocatorOptionsPlan, "roleSorter" | "frameworkSorter"> {
    const found = this.#complaints.length;
    const roleSorter = this.#oneOf(options, "roleSorter", ["drf", "random"]);
    const frameworkSorter = this.#oneOf(options, "frameworkSorter", ["drf", "random"]);
    if (roleSorter !== frameworkSorter && this.#complaints.length === found) {
      const random = roleSorter === "random" ? "roleSorter" : "frameworkSorter";
      const rule = "roleSorter and frameworkSorter are both drf (the default) or both random";
      this.#complain(random, "random", rule, "make them alike, as the run was");
    }
    return { roleSorter, frameworkSorter };
  }

  #interval(value: unknown): number {
    const interval = typeof value === "string" ? parseDuration(value) : undefined;
    if (interval !== undefined && interval > 0) return interval;
    this.#complain("allocationInterval", value, DURATION_RULE, "give it above zero");
    return 1;
  }

  /** The first one is the default. */
  #oneOf<Word extends string>(options: JsonObject, name: string, words: readonly [Word, ...Word[]]): Word {
    const value = options[name] ?? words[0];
    const found = words.find((word) => word === value);
    if (found === undefined) this.#complain(name, value, `${name} is one of ${words.join(", ")}`, "choose one of them");
    return found ?? words[0];
  }

  #minAllocatable(value: unknown): string[] {
    const texts = this.#texts("minAllocatable", value);
    for (const text of texts) {
      try {
        if (parseResourceText(text).some((entry) => entry.reservation !== null || entry.revocable)) {
          this.#complain("minAllocatable", text, "quantities are neither reserved nor revocable", "name them plainly");
        }
      } catch (error) {
        if (!(error instanceof ResourceTextError)) throw error;
        this.#complain("minAllocatable", error.value, error.message, "write it as cpus:0.01 or cpus:1;mem:256");
      }
    }
    return texts;
  }

  #texts(name: string, value: unknown): string[] {
    if (Array.isArray(value) && value.every((text) => typeof text === "string")) return value;
    this.#complain(name, value, `${name} is a list of texts`, 'write it as ["..."]');
    return [];
  }

  #boolean(name: string, value: unknown): boolean {
    if (typeof value !== "boolean") this.#complain(name, value, `${name} is true or false`, "choose one of them");
    return value === true;
  }

  #complain(name: string, value: unknown, rule: string, nextStep: string): void {
    const column = Math.max(0, this.#line.indexOf(`"${name}"`)) + 1;
    const shown = value === undefined ? {} : { value: typeof value === "string" ? value : JSON.stringify(value) };
    this.#complaints.push({ place: `${this.#file}:1:${column}`, ...shown, rule, nextStep });
  }
}

function isSeed(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST_SEED;
}
