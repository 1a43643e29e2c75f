import { BadInput, type Complaint } from "../base/bad-input.js";
import { readScenarioFlags, type ScenarioFlags, type ScenarioFlagTexts } from "./scenario-flags.js";

/** The flags of `workbench run` as commander hands them over. */
export interface RunFlagTexts extends ScenarioFlagTexts {
  readonly seed?: string;
  readonly control?: true;
  readonly record?: string;
  readonly watch?: true;
}

export interface RunFlags extends ScenarioFlags {
  readonly seed: number | undefined;
}

/** @throws BadInput with everything that is wrong with any of them, and with the manifests that they name */
export function readRunFlags(texts: RunFlagTexts): RunFlags {
  const complaints: Complaint[] = [];
  const flags: RunFlags = { seed: readSeed(texts.seed, complaints), ...readScenarioFlags(texts, complaints) };
  if (complaints.length > 0) throw new BadInput(complaints);
  return flags;
}

export const LARGEST_SEED = 2 ** 32 - 1;

function readSeed(text: string | undefined, complaints: Complaint[]): number | undefined {
  if (text === undefined) return undefined;
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= LARGEST_SEED) return seed;
  const rule = `a seed is a whole number from 0 to ${LARGEST_SEED}`;
  complaints.push({ place: "--seed", value: text, rule, nextStep: "give it such as --seed=7" });
  return undefined;
}
