import type { Options, Parameters } from "./model.js";

/** What the host tells once, before anything else. A name crosses here and never again: its id is its place. */
export interface Setup {
  readonly agents: readonly string[];
  readonly frameworks: readonly string[];
  readonly roles: readonly string[];
  readonly resourceKeys: readonly NewResourceKey[];
  readonly parameters: Parameters;
  readonly options: Options;
  readonly seed: number;
}

/** A resource key as it crosses; its id is its place among all of them. */
export interface NewResourceKey {
  readonly text: string;
  readonly name: string;
  readonly plain: number;
  /** Role id, or -1 when unreserved. */
  readonly reservation: number;
  readonly revocable: boolean;
}
