import type { AllocatorFactory, ParameterValue } from "../allocator/allocator.js";

/** Makes the allocator with these parameters, whatever the context says. */
export function withParameters(
  create: AllocatorFactory,
  parameters: Readonly<Record<string, ParameterValue>>,
): AllocatorFactory {
  return (context) => create({ ...context, parameters });
}
