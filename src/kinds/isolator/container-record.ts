import type { ContainerConfig, ResourceLimits } from "./container-config.js";
import type { ContainerLaunchInfo } from "./container-launch-info.js";
import type { ContainerTermination } from "./container-termination.js";
import { Pending } from "./pending.js";

/** The states of a container (I4), in order; every one of them may be followed by the last. */
export type ContainerStage = "PROVISIONING" | "PREPARING" | "ISOLATING" | "FETCHING" | "RUNNING" | "DESTROYING";

/** What a containerizer keeps of one container. */
export class ContainerRecord {
  readonly id: string;
  /** What it was launched with; null for an orphan, of which nobody knows. */
  readonly config: ContainerConfig | null;
  readonly parent: ContainerRecord | null;
  /** Whether its top-level container stands alone. */
  readonly standalone: boolean;
  stage: ContainerStage;
  /** Nested in it, in the order of launching. */
  readonly children = new Set<ContainerRecord>();
  /** What it holds now: the last update's. */
  resources: string;
  limits: ResourceLimits;
  /** Null before the fork. */
  pid: number | null = null;
  /** Calls off what the host is doing for it: provisioning or fetching. */
  callOff: () => void = () => {};
  readonly preparation = new Pending<readonly ContainerLaunchInfo[]>();
  readonly isolation = new Pending<null>();
  /** What its process exited with by itself; null: it was killed. Undefined while there is a process, or none yet. */
  exitStatus: number | null | undefined = undefined;
  readonly termination = new Pending<ContainerTermination>();
  /** The end of the last request for its status. */
  lastStatus: Pending<null> | null = null;

  constructor(parts: {
    readonly id: string;
    readonly config: ContainerConfig | null;
    readonly parent: ContainerRecord | null;
    readonly standalone: boolean;
    readonly stage: ContainerStage;
  }) {
    this.id = parts.id;
    this.config = parts.config;
    this.parent = parts.parent;
    this.standalone = parts.standalone;
    this.stage = parts.stage;
    this.resources = parts.config?.resources ?? "";
    this.limits = parts.config?.limits ?? {};
  }
}
