import type { Directory } from "../cluster/directory.js";
import type { RoleClaims } from "../cluster/fairness/role-claims.js";
import type { ClusterPlan, FrameworkPlan } from "../cluster/plan.js";

/** How large a cluster of its own everybody would have, if what is shared were divided for good. */
export class OwnParts {
  /** By the place of the top-level role in `RoleClaims`: its weight / those of all that have work; 0 without work. */
  readonly roles: Float64Array;
  /** By framework: an equal part of its role's. */
  readonly frameworks: Float64Array;

  constructor(directory: Directory, plan: ClusterPlan, claims: RoleClaims) {
    this.roles = new Float64Array(claims.roles.length);
    this.frameworks = new Float64Array(directory.frameworks.size);
    const working = plan.frameworks.filter(hasWork).map(({ name }) => directory.frameworks.id(name));
    const members = new Int32Array(claims.roles.length);
    for (const framework of working) members[claims.homeOf(framework)]!++;
    const weights = members.reduce((sum, count, place) => sum + (count > 0 ? claims.weightOf(place) : 0), 0);
    for (const [place, count] of members.entries()) {
      if (count > 0) this.roles[place] = claims.weightOf(place) / weights;
    }
    for (const framework of working) {
      const home = claims.homeOf(framework);
      this.frameworks[framework] = (this.roles[home] as number) / (members[home] as number);
    }
  }
}

function hasWork({ workload }: FrameworkPlan): boolean {
  return workload.kind === "service" ? workload.instances > 0 : workload.jobs.submittedAt.length > 0;
}
