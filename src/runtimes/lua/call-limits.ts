import type { Script } from "../script.js";
import { WatchedCall } from "../watched-call.js";
import type { LuaStack } from "./lua-stack.js";

/** What a call within Lua is taken to need of the stack: its frame, and some variables. */
const CALL_BYTES = 128;

/** VM instructions between two looks: often enough for any limit, cheap enough not to be seen. */
const STEPS_PER_LOOK = 1_000;

/** Where calls are counted more of them must not come in between. */
const STEPS_PER_DEEP_LOOK = 100;

/** What both engines hold a call to, looked at from within Lua's count hook. A step is an instruction of the VM. */
export class CallLimits extends WatchedCall {
  readonly #memoryBytes: number | null;
  readonly #mostCalls: number;
  /** Steps between two looks; null where there is nothing to look at. */
  readonly stepsPerLook: number | null;

  constructor(script: Script) {
    super(script);
    const { callMs, steps, stackBytes, memoryBytes } = script.limits;
    this.#memoryBytes = memoryBytes;
    this.#mostCalls = stackBytes === null ? Number.POSITIVE_INFINITY : Math.floor(stackBytes / CALL_BYTES);
    const isTimed = callMs !== null || steps !== null || memoryBytes !== null;
    this.stepsPerLook = stackBytes !== null ? STEPS_PER_DEEP_LOOK : isTimed ? STEPS_PER_LOOK : null;
  }

  get memoryText(): string {
    return this.#memoryBytes === null ? "no memory is left" : `more than ${this.#memoryBytes} bytes of memory`;
  }

  /** From the hook. @returns whether the script is to be ended */
  step(stack: LuaStack, memoryIsOver: boolean): boolean {
    this.addSteps(this.stepsPerLook ?? 0);
    if (memoryIsOver) this.exceed({ kind: "outOfMemory", text: this.memoryText });
    if (this.#mostCalls !== Number.POSITIVE_INFINITY && stack.isDeeperThan(this.#mostCalls)) {
      this.exceed({ kind: "threw", text: `stack overflow: more than ${this.#mostCalls} calls within each other` });
    }
    return this.look();
  }
}
