/** The kinds that have a battery: those that have a part here. */
export const TESTED_KINDS = [
  "Allocator",
  "Anonymous",
  "Authenticatee",
  "Authenticator",
  "Hook",
  "Isolator",
  "QoSController",
  "ResourceEstimator",
  "TestModule",
] as const;

export type TestedKind = (typeof TESTED_KINDS)[number];

export function isTestedKind(kind: string): kind is TestedKind {
  return TESTED_KINDS.some((known) => known === kind);
}
