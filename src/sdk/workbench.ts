/*
 * What a script in TypeScript or JavaScript imports as "workbench".
 */

export type { AllocatorScript, ExtraTrigger } from "./allocator-script.js";
export type { Cluster } from "./cluster.js";
export type { ClusterEvent, Conversion } from "./cluster-event.js";
export { Hierarchical } from "./hierarchical/hierarchical.js";
export type {
  Agent,
  Framework,
  Holding,
  Loan,
  Options,
  Parameters,
  Request,
  ResourceKey,
  Role,
  Subscription,
  Task,
  Vector,
} from "./model.js";
export type { Future } from "./module-future.js";
export type { ModuleHost } from "./module-host.js";
export { type Parameter, parameter } from "./module-parameter.js";
export type { OfferExtras, OfferRequest } from "./offer-request.js";
export {
  decisionsOf,
  equal,
  type TestCluster,
  type TestDecisions,
  type TestFramework,
  type TestOffer,
  type TestRole,
} from "./script-tests.js";
export { fits, isZero, least, minus, plus } from "./vectors.js";
