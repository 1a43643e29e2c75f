/** Framework capabilities by their Mesos names. The index is the bit on the wire to guests. */
export const CAPABILITIES = [
  "MULTI_ROLE",
  "REVOCABLE_RESOURCES",
  "GPU_RESOURCES",
  "RESERVATION_REFINEMENT",
  "SHARED_RESOURCES",
  "REGION_AWARE",
  "PARTITION_AWARE",
  "TASK_KILLING_STATE",
] as const;

export type Capability = (typeof CAPABILITIES)[number];
