import type { ContainerLaunchInfo } from "./container-launch-info.js";
import type { ContainerTermination } from "./container-termination.js";

/** Who is told how it goes with the containers. */
export interface ContainerEvents {
  /** It runs. `launchInfo`: what its isolators wanted of its launch. */
  launched(container: string, launchInfo: ContainerLaunchInfo): void;
  /** It is gone, once for each container: also when its launch failed, and for orphans. */
  terminated(container: string, termination: ContainerTermination): void;
  /** It could not be killed or cleaned up (I10, I11), and stays in DESTROYING for ever. */
  destroyFailed(container: string, message: string): void;
  /** Something that changes nothing but that a person should know. */
  warn(message: string): void;
}
