import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import type { RunLimits } from "../scenario/scenario.js";
import type { BatterySubject } from "./battery-subject.js";
import type { Verdict } from "./verdict.js";

/** What a process is to try. Plain data. */
export interface BatteryJob {
  readonly subject: BatterySubject;
  /** Numbers of rules in the battery of the subject's kind. */
  readonly rules: readonly number[];
  readonly seed: number;
  readonly limits: RunLimits;
  readonly luaEngine: LuaEngine;
}

/** The rule could not be judged: the module's code ended its process or virtual machine. */
export interface Broken {
  readonly kind: "broken";
  readonly reason: string;
}

/** What the process writes before and after each rule, into a file that outlives it. */
export interface BatteryLine {
  readonly rule: number;
  /** Null: it has begun. */
  readonly verdict: Verdict | Broken | null;
}
