import { AllocatorFailure } from "../allocator/failure.js";
import { type Complete, DISCARDED, failed, type Outcome, ready } from "../kinds/outcome.js";
import type { Timer } from "../kinds/timer.js";
import type { AskedTimer, EndedCall, MadeInstance, ModuleNews, ModuleRequest } from "../sdk/module-border.js";
import type { Parameter } from "../sdk/module-parameter.js";
import { readAnswer } from "./guest-answer.js";
import { isNews } from "./module-answers.js";
import type { ModuleScript } from "./module-script.js";

interface OpenCall {
  readonly instance: number;
  readonly complete: Complete<unknown>;
}

/**
 * The host's side of the border to the instances of one script: which calls are open, and which timers run. Whatever else
 * a call ends is told after it, at the same virtual time, so that nobody hears of it from inside a call of his own.
 */
export class ModuleBorder {
  readonly #script: ModuleScript;
  readonly #timer: Timer;
  readonly #calls = new Map<number, OpenCall>();
  /** What calls off the timers of an instance; those that are not here are not there, or closed. */
  readonly #timersOf = new Map<number, Set<() => void>>();
  /** What the guest has still to be told to forget. */
  #closed: number[] = [];
  #lastToken = 0;

  constructor(script: ModuleScript, timer: Timer) {
    this.#script = script;
    this.#timer = timer;
  }

  /** @throws AllocatorFailure */
  create(name: string, parameters: readonly Parameter[]): MadeInstance | null {
    const news = this.#ask({ now: this.#timer.now, create: name, parameters }, "loadFailed");
    if (news.made !== null) this.#timersOf.set(news.made.instance, new Set());
    this.#startTimers(news.timers);
    this.#tellLater(news.ended);
    return news.made;
  }

  /**
   * What the method raises is a failed call, and tells its place.
   * @throws AllocatorFailure when the virtual machine has ended it
   */
  call(instance: number, method: string, input: unknown, complete: Complete<unknown>): void {
    const token = ++this.#lastToken;
    this.#calls.set(token, { instance, complete });
    const ended = this.#ended(token, { now: this.#timer.now, instance, call: { token, method, input } });
    const own = ended.find((end) => end.token === token);
    this.#tellLater(ended.filter((end) => end !== own));
    if (own !== undefined) this.#tell(own);
  }

  /** No call to the instance follows: its timers are called off, and what it ends later goes nowhere. */
  close(instance: number): void {
    for (const callOff of this.#timersOf.get(instance) ?? []) callOff();
    this.#timersOf.delete(instance);
    this.#closed.push(instance);
    for (const [token, call] of this.#calls) if (call.instance === instance) this.#calls.delete(token);
  }

  #ended(token: number, request: ModuleRequest): readonly EndedCall[] {
    try {
      const { timers, ended } = this.#ask(request, "threw");
      this.#startTimers(timers);
      return ended;
    } catch (error) {
      if (!(error instanceof AllocatorFailure) || error.kind !== "threw") throw error;
      // What it did before it raised has happened.
      const { timers, ended } = this.#ask({ now: this.#timer.now }, "threw");
      this.#startTimers(timers);
      return [...ended, { token, kind: "failed", message: error.message }];
    }
  }

  #startTimers(timers: readonly AskedTimer[]): void {
    for (const { instance, id, after } of timers) {
      const running = this.#timersOf.get(instance);
      if (running === undefined) continue;
      const callOff = this.#timer.after(after, () => {
        running.delete(callOff);
        this.#timerEnded(id);
      });
      running.add(callOff);
    }
  }

  #timerEnded(id: number): void {
    const { timers, ended } = this.#ask({ now: this.#timer.now, timer: id }, "threw");
    this.#startTimers(timers);
    for (const end of ended) this.#tell(end);
  }

  #ask(request: ModuleRequest, kind: "threw" | "loadFailed"): ModuleNews {
    const closed = this.#closed;
    this.#closed = [];
    const full = closed.length === 0 ? request : { ...request, closed };
    return readAnswer(this.#script.dispatch(JSON.stringify(full), kind), isNews);
  }

  #tellLater(ended: readonly EndedCall[]): void {
    for (const end of ended) this.#timer.after(0, () => this.#tell(end));
  }

  #tell(end: EndedCall): void {
    const call = this.#calls.get(end.token);
    this.#calls.delete(end.token);
    call?.complete(outcomeOf(end));
  }
}

function outcomeOf(end: EndedCall): Outcome<unknown> {
  switch (end.kind) {
    case "ready":
      return ready(end.value);
    case "failed":
      return failed(end.message);
    case "discarded":
      return DISCARDED;
  }
}
