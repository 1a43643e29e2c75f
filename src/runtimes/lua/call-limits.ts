import { Deadline } from "../deadline.js";
import type { GuestOutput } from "../guest-output.js";
import type { Script } from "../script.js";
import { StepCount } from "../step-count.js";
import type { LuaStack } from "./lua-stack.js";
import type { LuaEnding } from "./lua-vm.js";

/** What a call within Lua is taken to need of the stack: its frame, and some variables. */
const CALL_BYTES = 128;

/** VM instructions between two looks: often enough for any limit, cheap enough not to be seen. */
const STEPS_PER_LOOK = 1_000;

/** Where calls are counted more of them must not come in between. */
const STEPS_PER_DEEP_LOOK = 100;

/** What both engines hold a call to, looked at from within Lua's count hook. A step is an instruction of the VM. */
export class CallLimits {
  readonly #deadline: Deadline;
  readonly #steps: StepCount;
  readonly #output: GuestOutput;
  readonly #memoryBytes: number | null;
  readonly #mostCalls: number;
  #ending: LuaEnding | null = null;
  /** Steps between two looks; null where there is nothing to look at. */
  readonly stepsPerLook: number | null;

  constructor({ limits, output }: Script) {
    const { callMs, steps, stackBytes, memoryBytes } = limits;
    this.#deadline = new Deadline(callMs);
    this.#steps = new StepCount(steps);
    this.#output = output;
    this.#memoryBytes = memoryBytes;
    this.#mostCalls = stackBytes === null ? Number.POSITIVE_INFINITY : Math.floor(stackBytes / CALL_BYTES);
    const isTimed = callMs !== null || steps !== null || memoryBytes !== null;
    this.stepsPerLook = stackBytes !== null ? STEPS_PER_DEEP_LOOK : isTimed ? STEPS_PER_LOOK : null;
  }

  get ending(): LuaEnding | null {
    return this.#ending;
  }

  get memoryText(): string {
    return this.#memoryBytes === null ? "no memory is left" : `more than ${this.#memoryBytes} bytes of memory`;
  }

  start(): void {
    this.#deadline.start();
    this.#steps.startCall();
  }

  /** One long operation of the VM may end a call too late without a single look. */
  end(): void {
    this.#look();
    this.#deadline.stop();
  }

  /** From the hook. @returns whether the script is to be ended */
  step(stack: LuaStack, memoryIsOver: boolean): boolean {
    this.#steps.add(this.stepsPerLook ?? 0);
    if (memoryIsOver) this.#ending ??= { kind: "outOfMemory", text: this.memoryText };
    if (this.#mostCalls !== Number.POSITIVE_INFINITY && stack.isDeeperThan(this.#mostCalls)) {
      this.#ending ??= { kind: "threw", text: `stack overflow: more than ${this.#mostCalls} calls within each other` };
    }
    return this.isOver();
  }

  /** @returns whether the script is to be ended, now or before */
  isOver(): boolean {
    this.#look();
    return this.#ending !== null;
  }

  /** The VM itself has broken. */
  break(ending: LuaEnding): void {
    this.#ending ??= ending;
  }

  #look(): void {
    if (this.#deadline.isOver()) this.#ending ??= { kind: "timedOut", text: this.#deadline.text };
    if (this.#steps.isOver) this.#ending ??= { kind: "timedOut", text: this.#steps.text };
    if (this.#output.isOver) this.#ending ??= { kind: "outOfMemory", text: this.#output.text };
  }
}
