import type { ModuleHeader } from "./module-header.js";
import type { ModuleParameter } from "./module-parameter.js";

/** Code of a module ran, and broke. */
export interface CodeFailure {
  readonly kind: "failed";
  /** The kinds of the contract's section 1. */
  readonly failure: "threw" | "timedOut" | "outOfMemory" | "crashed" | "illegalDecision" | "loadFailed";
  readonly message: string;
}

export type Awaitable<T> = T | Promise<T>;

/** What a library or a module answers. */
export type Reply<T> = { readonly kind: "ready"; readonly value: T } | CodeFailure;

/** It is no library that can be opened here: not there, not for this machine, with symbols that nothing defines (M19). */
export interface Unopenable {
  readonly kind: "refused";
  /** The loader's message. */
  readonly message: string;
}

/** What came of opening a library. */
export type Opening<Instance> = Reply<OpenLibrary<Instance>> | Unopenable;

export interface OpenLibrary<Instance> {
  /** @returns ready with null when the library exports nothing of exactly this name */
  module(name: string): Awaitable<Reply<OpenModule<Instance> | null>>;
}

export interface OpenModule<Instance> {
  readonly header: ModuleHeader;
  /** Calls the module's `compatible`, which the header says is there. */
  isCompatible(): Awaitable<Reply<boolean>>;
  /**
   * Calls the module's `create`, which the header says is there: a new instance at every call (M32).
   *
   * @param parameters always given, if only as an empty list (D7)
   * @returns ready with null when the module gives none
   */
  create(parameters: readonly ModuleParameter[]): Awaitable<Reply<Instance | null>>;
}
