/*
 * Runs inside QuickJS, before the script: puts it behind the SDK, and plain data between the SDK and the host.
 */
import type { AllocatorScript } from "../../../sdk/allocator-script.js";
import { type AllocatorModule, allocatorIn } from "../../../sdk/module-allocator.js";
import { ModuleGuest } from "../../../sdk/module-guest.js";
import { ScriptGuest } from "../../../sdk/script-guest.js";
import { useTestHost } from "../../../sdk/script-tests.js";

export { prepareWorld } from "./world.js";

/** Taken before the script can change them. */
const { parse, stringify } = JSON;
const Doubles = Float64Array;

type Exports = Readonly<Record<string, unknown>>;

export function findAllocator(script: Exports, json: string): AllocatorScript | string {
  return allocatorIn(script, parse(json) as AllocatorModule | null);
}

/** The functions behind the host's `Guest`. */
export function startAllocator(allocator: AllocatorScript) {
  const guest = new ScriptGuest(allocator);
  let [lengths, input, room, answer]: Float64Array[] = [];
  const takeAnswer = () => {
    if (answer.length <= room.length) room.set(answer);
  };
  return {
    setup: (json: string) => stringify(guest.setup(parse(json))),
    addResourceKeys: (json: string) => guest.addResourceKeys(parse(json)),
    /** Memory that the host has at hand, too: how much there is of either, the records, room for the answer. */
    openInbox: (...buffers: readonly [ArrayBuffer, ArrayBuffer, ArrayBuffer]) => {
      lengths = new Doubles(buffers[0]);
      input = new Doubles(buffers[1]);
      room = new Doubles(buffers[2]);
    },
    decide: () => {
      answer = guest.decide(input, lengths[0]);
      lengths[1] = answer.length;
      takeAnswer();
    },
    /** Once there is room for it. */
    takeAnswer,
    takeTexts: () => stringify(guest.takeTexts()),
  };
}

/** The function behind the host's `ModuleScript`. @param testHost null: the script is not under test */
export function startModules(
  script: Exports,
  testHost: ((request: string) => string) | null,
): (json: string) => string {
  if (testHost !== null) useTestHost((request) => parse(testHost(stringify(request))));
  const guest = new ModuleGuest(script);
  return (json) => guest.dispatch(json);
}
