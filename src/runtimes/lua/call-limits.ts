import { Deadline } from "../deadline.js";
import type { GuestLimits } from "../guest.js";
import type { LuaEnding } from "./lua-vm.js";

/** What both engines count of one call, looked at from within Lua's count hook. */
export class CallLimits {
  readonly #deadline: Deadline;
  readonly #memoryBytes: number | null;
  readonly #memoryIsOver: () => boolean;
  #ending: LuaEnding | null = null;

  constructor({ callMs, memoryBytes }: GuestLimits, memoryIsOver: () => boolean) {
    this.#deadline = new Deadline(callMs);
    this.#memoryBytes = memoryBytes;
    this.#memoryIsOver = memoryIsOver;
  }

  get ending(): LuaEnding | null {
    return this.#ending;
  }

  get memoryText(): string {
    return this.#memoryBytes === null ? "no memory is left" : `more than ${this.#memoryBytes} bytes of memory`;
  }

  start(): void {
    this.#deadline.start();
  }

  /** One long operation of the VM may end a call too late without a single look. */
  end(): void {
    this.#ending ??= this.#lateness();
    this.#deadline.stop();
  }

  /** @returns whether the script has passed a limit, now or before */
  look(): boolean {
    this.#ending ??= this.#lateness() ?? this.#greed();
    return this.#ending !== null;
  }

  /** The VM itself has broken. */
  break(ending: LuaEnding): void {
    this.#ending ??= ending;
  }

  #lateness(): LuaEnding | null {
    return this.#deadline.isOver() ? { kind: "timedOut", text: this.#deadline.text } : null;
  }

  #greed(): LuaEnding | null {
    return this.#memoryIsOver() ? { kind: "outOfMemory", text: this.memoryText } : null;
  }
}
