import { WatchedCall } from "../watched-call.js";

/** QuickJS asks once in so many steps whether it shall go on; a step is a turn of a loop, a call, or a step back of a regular expression. */
const STEPS_PER_CHECK = 10_000;

/** Stops a script that takes too long or says too much. Once it has, it stops whatever follows, too: nothing can swallow that. */
export class QuickJsLimits extends WatchedCall {
  /** For the virtual machine's checks. @returns whether the script is to be stopped */
  check(): boolean {
    this.addSteps(STEPS_PER_CHECK);
    return this.look();
  }
}
