/** What a `watch` completes with: a resource of the container is used up, so that it cannot go on (I8). */
export interface ContainerLimitation {
  /** The resources that are the reason, as text; absent or empty: none in particular. */
  readonly resources?: string;
  readonly message?: string;
  /** Without Mesos' `REASON_`: `CONTAINER_LIMITATION_MEMORY` */
  readonly reason?: string;
}

/** The reasons of Mesos' own isolators (I9): memory, disk, and whatever else is limited, such as ports. */
export const LIMITATION_REASONS = [
  "CONTAINER_LIMITATION_MEMORY",
  "CONTAINER_LIMITATION_DISK",
  "CONTAINER_LIMITATION",
] as const;
