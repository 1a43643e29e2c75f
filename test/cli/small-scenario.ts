/** A scenario that is over at once, with these allocators. */
export function smallScenario(...allocators: readonly string[]): string {
  return `scenario: 1
name: small
seed: 1
duration: 3s
agents: [{ count: 1, resources: "cpus:1;mem:64" }]
roles: { batch: {} }
frameworks:
  - { name: one, roles: [batch], workload: { batch: { jobs: 1, resources: "cpus:1;mem:32", duration: 1s } } }
allocators: [${allocators.map((use) => `{ use: ${use} }`).join(", ")}]
`;
}
