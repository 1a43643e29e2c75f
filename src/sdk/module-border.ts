import type { Parameter } from "./module-parameter.js";

/**
 * The border between the workbench and the modules of a script: one call, JSON text to JSON text. Times are whole
 * microseconds of virtual time. The same border stands in `workbench/modules.lua` and `workbench/modules.py`.
 */
export type ModuleRequest =
  /** Answered with a `ScriptHeader`, or null when the script exports no module of this name. */
  | { readonly header: string }
  /** Answered with true or false. */
  | { readonly compatible: string }
  /** All others are answered with `ModuleNews`. */
  | (Moment & { readonly create: string; readonly parameters: readonly Parameter[] })
  | (Moment & { readonly instance: number; readonly call: Call })
  | (Moment & { readonly timer: number })
  /** For what is still to be told after a call that raised. */
  | Moment;

export interface Moment {
  readonly now: number;
  /** Instances that were closed since the last request, to be forgotten with their timers. Absent: none. */
  readonly closed?: readonly number[];
}

interface Call {
  /** Comes back when the call ends. */
  readonly token: number;
  readonly method: string;
  readonly input: unknown;
}

/** A module's metadata (contract, section 5). */
export interface ScriptHeader {
  /** By the script's spelling of the field. What is absent, or is no text, is not here. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whether it has one. */
  readonly compatible: boolean;
  readonly create: boolean;
}

/** What came of a request, and what else there is to tell. */
export interface ModuleNews {
  /** What `create` gave; null when it gave nothing, and for other requests. */
  readonly made: MadeInstance | null;
  /** Calls that have ended, this one or earlier ones, in the order of their ends. */
  readonly ended: readonly EndedCall[];
  readonly timers: readonly AskedTimer[];
}

export interface MadeInstance {
  readonly instance: number;
  /** The names of its functions, as the script spells them. */
  readonly methods: readonly string[];
}

export type EndedCall =
  | { readonly token: number; readonly kind: "ready"; readonly value: unknown }
  | { readonly token: number; readonly kind: "failed"; readonly message: string }
  | { readonly token: number; readonly kind: "discarded" };

export interface AskedTimer {
  readonly instance: number;
  readonly id: number;
  /** From now. */
  readonly after: number;
}
