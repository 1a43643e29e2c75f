import type { Complete } from "../outcome.js";
import type { ContainerConfig, ContainerState, ResourceLimits } from "./container-config.js";
import type { ContainerLaunchInfo } from "./container-launch-info.js";
import type { ContainerLimitation } from "./container-limitation.js";
import type { ResourceStatistics } from "./resource-statistics.js";

/** What each method of an isolator is given: plain data, which crosses as JSON as it is. Containers go by their id. */
export interface IsolatorInputs {
  /** `states` and `orphans`: those containers only that the isolator supports. */
  readonly recover: { readonly states: readonly ContainerState[]; readonly orphans: readonly string[] };
  readonly prepare: { readonly container: string; readonly config: ContainerConfig };
  readonly isolate: { readonly container: string; readonly pid: number };
  readonly watch: { readonly container: string };
  readonly update: { readonly container: string; readonly resources: string; readonly limits: ResourceLimits };
  readonly usage: { readonly container: string };
  readonly status: { readonly container: string };
  readonly cleanup: { readonly container: string };
}

/** What each completes with; null is nothing. */
export interface IsolatorResults {
  readonly recover: null;
  readonly prepare: ContainerLaunchInfo | null;
  readonly isolate: null;
  readonly watch: ContainerLimitation;
  readonly update: null;
  readonly usage: ResourceStatistics;
  readonly status: ContainerStatus;
  readonly cleanup: null;
}

/** What an isolator knows of a running container, such as its addresses; merged member by member (I7). */
export type ContainerStatus = Readonly<Record<string, unknown>>;

export type IsolatorMethod = keyof IsolatorInputs;

export type IsolatorCalls = {
  readonly [M in IsolatorMethod]: (input: IsolatorInputs[M], complete: Complete<IsolatorResults[M]>) => void;
};

/** The port of a module of kind Isolator (facts: modules section 8). Each call completes now, later, or never. */
export interface Isolator extends IsolatorCalls {
  readonly name: string;
  /** Whether it is called for containers inside containers. */
  readonly supportsNesting: boolean;
  /** Whether it is called for containers without task and executor, and those inside them. */
  readonly supportsStandalone: boolean;
  /** A built-in's own: its agent process is gone, so that it waits for nothing more. Not a method that modules have. */
  close?(): void;
}
