/*
 * What a script in TypeScript or JavaScript imports as "workbench".
 */

export { Cluster } from "./cluster.js";
export type { Parameter } from "./module-border.js";
export type { Future } from "./module-future.js";
export type { ModuleHost } from "./module-host.js";
export { parameter } from "./module-parameter.js";
export { type AllocatorScript, ScriptGuest } from "./script-guest.js";
