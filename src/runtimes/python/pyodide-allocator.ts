import type { PyProxy } from "pyodide/ffi";
import type { ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import { type AllocatorScript, placeOf } from "../script.js";
import { PyodideInbox } from "./pyodide-inbox.js";
import { PyodideMachine } from "./pyodide-machine.js";
import { PyodideOutbox } from "./pyodide-outbox.js";

/** @throws AllocatorFailure */
export async function loadPyodideAllocator(script: AllocatorScript): Promise<Guest> {
  const guest = new PyodideAllocator(await PyodideMachine.start(script));
  guest.load(script);
  return guest;
}

/** An allocator in Pyodide, behind the SDK's ScriptGuest. */
class PyodideAllocator implements Guest {
  readonly #machine: PyodideMachine;
  readonly #inbox = new PyodideInbox();
  readonly #outbox = new PyodideOutbox();

  constructor(machine: PyodideMachine) {
    this.#machine = machine;
  }

  load(script: AllocatorScript): void {
    this.#machine.load((exports) => {
      const allocator = this.#find(exports, script);
      this.#machine.call((host) => host.start_allocator(allocator), "loadFailed");
      allocator.destroy();
    });
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    const triggers = this.#machine.call((host) => host.setup(setup));
    try {
      return triggers.toJs() as ExtraTrigger[];
    } finally {
      triggers.destroy();
    }
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#machine.call((host) => host.add_resource_keys(keys));
  }

  decide(input: Float64Array): Float64Array {
    return this.#machine.call((host) => {
      this.#inbox.fill(input, host);
      return this.#outbox.take(host.decide(input.length), host);
    });
  }

  takeTexts(): readonly string[] {
    return JSON.parse(this.#machine.call((host) => host.take_texts()));
  }

  close(): void {
    this.#machine.close();
  }

  #find(exports: PyProxy, { path, module }: AllocatorScript): PyProxy {
    const found = this.#machine.call((host) => host.find_allocator(exports, JSON.stringify(module)), "loadFailed");
    if (typeof found !== "string") return found;
    throw new AllocatorFailure("loadFailed", `${placeOf(path, module)}: ${found}`);
  }
}
