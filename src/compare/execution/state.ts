import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../base/atomic-file.js";
import { BadInput, type Complaint } from "../../base/bad-input.js";
import { makeFolders } from "../../base/make-folders.js";
import { badFolder, CLAIM_FILE, claimFolder, unwritable } from "../../run/folder-claim.js";
import { RunStore } from "./run-store.js";

/** What a comparison hangs on, by what a user calls it: `scenarios/preempt.yaml`, `--seeds`. */
export type ComparisonInputs = Readonly<Record<string, ComparisonInput>>;

export interface ComparisonInput {
  /** A text, or a SHA-256 digest. */
  readonly value: string;
  /** Another input by which it changes as well: then that one alone is told. */
  readonly follows?: string;
}

/** Of the state's format. */
const VERSION = 1;

interface Written {
  readonly state: number;
  readonly inputs: ComparisonInputs;
}

/**
 * What lies in the folder of a comparison until it is complete, so that it can go on after it was interrupted: what it hangs
 * on, and the runs that are done.
 */
export class ComparisonState {
  readonly store: RunStore;
  readonly #folder: string;
  readonly #giveBack: () => void;

  private constructor(folder: string, giveBack: () => void) {
    this.#folder = folder;
    this.#giveBack = giveBack;
    this.store = new RunStore(folder);
  }

  /**
   * Begins anew, also where an unfinished comparison lies.
   *
   * @returns the state, and whether there was one
   * @throws BadInput when the folder cannot be written, another comparison is at work in it, or somebody else has something there
   */
  static begin(out: string, inputs: ComparisonInputs): { state: ComparisonState; replaced: boolean } {
    const folder = stateFolder(out);
    const replaced = readInputs(folder) !== undefined;
    if (existsSync(folder) && !replaced) throw new BadInput([takenFolder(folder)]);
    try {
      makeFolders(folder);
      const giveBack = claimFolder(folder, out);
      for (const name of readdirSync(folder)) if (name !== CLAIM_FILE) rmSync(join(folder, name), { recursive: true });
      const written: Written = { state: VERSION, inputs };
      writeWhole(inputsFile(folder), `${JSON.stringify(written, null, 2)}\n`);
      return { state: new ComparisonState(folder, giveBack), replaced };
    } catch (error) {
      if (error instanceof BadInput) throw error;
      throw badFolder(out, unwritable(error));
    }
  }

  /**
   * Goes on with what is there.
   * @throws BadInput when there is nothing, it hangs on something else by now, or another comparison is at work in it
   */
  static resume(out: string, inputs: ComparisonInputs): ComparisonState {
    const folder = stateFolder(out);
    const written = readInputs(folder);
    if (written === undefined) throw new BadInput([nothingThere(out)]);
    const complaints = changes(written, inputs);
    if (complaints.length > 0) throw new BadInput(complaints);
    return new ComparisonState(folder, claimFolder(folder, out));
  }

  /** The comparison is complete. */
  remove(): void {
    this.#giveBack();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function stateFolder(out: string): string {
  return join(out, "unfinished");
}

function inputsFile(folder: string): string {
  return join(folder, "inputs.json");
}

function readInputs(folder: string): ComparisonInputs | undefined {
  try {
    const { state, inputs } = JSON.parse(readFileSync(inputsFile(folder), "utf8")) as Written;
    return state === VERSION ? inputs : undefined;
  } catch {
    return undefined;
  }
}

function takenFolder(folder: string): Complaint {
  const rule = "it is where a comparison keeps what is done, and what lies there is not of one";
  return { place: "--out", value: folder, rule, nextStep: "move it away, or name another folder" };
}

function nothingThere(out: string): Complaint {
  const isComplete = existsSync(join(out, "comparison.json"));
  const rule = isComplete
    ? "the comparison in this folder is complete"
    : "no interrupted comparison lies in this folder";
  return { place: "--resume", value: out, rule, nextStep: "leave --resume out to begin anew, or name another --out" };
}

function changes(before: ComparisonInputs, now: ComparisonInputs): Complaint[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changed = new Set(names.filter((name) => before[name]?.value !== now[name]?.value));
  const told = [...changed].filter((name) => {
    const follows = now[name]?.follows;
    return follows === undefined || !changed.has(follows);
  });
  return told.map((name) => ({
    place: "--resume",
    value: name,
    rule: howChanged(before[name]?.value, now[name]?.value),
    nextStep: "put it back as it was, or begin anew without --resume",
  }));
}

/** Digests say nothing to people. */
function howChanged(before: string | undefined, now: string | undefined): string {
  if (before === undefined) return "has come in since the comparison began";
  if (now === undefined) return "has gone since the comparison began";
  const isDigest = [before, now].some((value) => /^[0-9a-f]{64}$/.test(value));
  return isDigest ? "has changed since the comparison began" : `was ${before} when the comparison began, and is ${now}`;
}
