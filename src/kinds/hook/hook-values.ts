import type { Environment, Label } from "../launch-info.js";
import type { DockerEnvironment } from "./docker-environment.js";
import type { TaskStatusChange } from "./task-status.js";

/** The kinds of result that a hook method can have, and the data of each. */
export interface HookValues {
  readonly labels: readonly Label[];
  /** `cpus:4;mem:512`; sets and ranges may stand in it. */
  readonly resources: string;
  /** `rack:r1;zone:a` */
  readonly attributes: string;
  readonly environment: Environment;
  readonly taskStatus: TaskStatusChange;
  readonly dockerEnvironment: Partial<DockerEnvironment>;
  /** The method only listens. */
  readonly nothing: never;
}
