import koffi from "koffi";
import { oneLine } from "../../base/one-line.js";
import { type Complete, DISCARDED, failed, type Outcome } from "../../kinds/outcome.js";
import type { ModuleWorld } from "./module-world.js";
import { readAnswer } from "./native-fields.js";
import type { Address } from "./native-library.js";

/** `Host` of workbench/host.h. */
const HOST = koffi.struct({
  size: "size_t",
  abiVersion: "uint32_t",
  now: "void *",
  complete: "void *",
  fail: "void *",
  discard: "void *",
  after: "void *",
  log: "void *",
});

export const MODULE_ABI = 1;

/** A token that has ended, and who is to be told. */
interface Ending {
  readonly token: number;
  readonly outcome: Outcome<unknown>;
  readonly complete: Complete<unknown>;
}

/** By the address of what the module was given as its host. */
const HOSTS = new Map<Address, ModuleHost>();

/** Registered once for the process: each call says which host it is made to. None of them may throw, there is C below. */
const FUNCTIONS = {
  now: register("int64_t", ["void *"], (host: Address) => HOSTS.get(host)?.now ?? 0),
  complete: register("void", ["void *", "uint64_t", "void *"], (host: Address, token: number, answer: Address | null) =>
    HOSTS.get(host)?.end(token, readAnswer(answer)),
  ),
  fail: register("void", ["void *", "uint64_t", "const char *"], (host: Address, token: number, why: string | null) =>
    HOSTS.get(host)?.end(token, failed(oneLine(why ?? "it gave no reason"))),
  ),
  discard: register("void", ["void *", "uint64_t"], (host: Address, token: number) =>
    HOSTS.get(host)?.end(token, DISCARDED),
  ),
  after: register(
    "void",
    ["void *", "int64_t", "void *", "void *"],
    (host: Address, micros: number, callback: Address | null, data: Address | null) =>
      HOSTS.get(host)?.after(Number(micros), callback, data),
  ),
  log: register("void", ["void *", "const char *"], (host: Address, line: string | null) =>
    HOSTS.get(host)?.log(line ?? ""),
  ),
};

const CALLBACK = koffi.proto("void", ["void *"]);
const callbacks = new Map<Address, (data: Address | null) => void>();

/**
 * The `Host` of one instance, and its open tokens. What a call ends is told after the call has returned: its own token
 * then, others when whoever made the call is done, at the same virtual time.
 */
export class ModuleHost {
  readonly address: Address;
  readonly #world: ModuleWorld;
  readonly #open = new Map<number, Complete<unknown>>();
  readonly #timers = new Set<() => void>();
  #lastToken = 0;
  #isClosed = false;
  #ended: Ending[] = [];
  #isInCall = false;

  constructor(world: ModuleWorld) {
    this.#world = world;
    // Never given back: a module may keep it for longer than it should.
    this.address = koffi.alloc(HOST, 1) as Address;
    koffi.encode(this.address, HOST, { size: koffi.sizeof(HOST), abiVersion: MODULE_ABI, ...FUNCTIONS });
    HOSTS.set(this.address, this);
  }

  get now(): number {
    return this.#world.timer.now;
  }

  /** Makes a call into the module, which is to end the token. */
  call(invoke: (token: number) => void, complete: Complete<unknown>): void {
    const token = ++this.#lastToken;
    this.#open.set(token, complete);
    const ended = this.#during(() => invoke(token));
    const own = ended.find((ending) => ending.token === token);
    this.#tellLater(ended.filter((ending) => ending !== own));
    own?.complete(own.outcome);
  }

  /** No call follows, and what is still open stays so. */
  close(): void {
    HOSTS.delete(this.address);
    this.#isClosed = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** Called from C. A token ends once; one that was never given, or has ended, is nobody's. */
  end(token: number, outcome: Outcome<unknown>): void {
    const complete = this.#open.get(Number(token));
    if (complete === undefined) return;
    this.#open.delete(Number(token));
    this.#ended.push({ token: Number(token), outcome, complete });
    // In a call of another instance: it knows nothing of what ends here.
    if (!this.#isInCall) this.#tellLater(this.#takeEnded());
  }

  /** Called from C. */
  after(micros: number, callback: Address | null, data: Address | null): void {
    if (callback === null) return;
    const cancel = this.#world.timer.after(Math.max(0, micros), () => {
      this.#timers.delete(cancel);
      for (const { complete, outcome } of this.#during(() => callbackAt(callback)(data))) complete(outcome);
    });
    this.#timers.add(cancel);
  }

  /** Called from C. */
  log(line: string): void {
    this.#world.print(oneLine(line));
  }

  #during(run: () => void): Ending[] {
    this.#isInCall = true;
    try {
      run();
    } finally {
      this.#isInCall = false;
    }
    return this.#takeEnded();
  }

  #takeEnded(): Ending[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  #tellLater(ended: readonly Ending[]): void {
    for (const { complete, outcome } of ended) {
      this.#world.timer.after(0, () => {
        if (!this.#isClosed) complete(outcome);
      });
    }
  }
}

function register(result: string, parameters: string[], callback: (...args: never[]) => unknown): Address {
  return koffi.register(callback, koffi.pointer(koffi.proto(result, parameters)));
}

function callbackAt(address: Address): (data: Address | null) => void {
  let callback = callbacks.get(address);
  if (callback === undefined) {
    callback = koffi.decode(address, CALLBACK) as (data: Address | null) => void;
    callbacks.set(address, callback);
  }
  return callback;
}
