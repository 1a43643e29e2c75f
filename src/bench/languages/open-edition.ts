import type { Allocator, AllocatorContext } from "../../allocator/allocator.js";
import { guestLimits } from "../../run/guest-limits.js";
import type { Guest } from "../../runtimes/guest.js";
import { GuestOutput } from "../../runtimes/guest-output.js";
import { loadJavaScript } from "../../runtimes/javascript/load-javascript.js";
import { DEFAULT_LUA_ENGINE, loadLua } from "../../runtimes/lua/load-lua.js";
import { loadNative } from "../../runtimes/native/load-native.js";
import { loadPython } from "../../runtimes/python/load-python.js";
import type { AllocatorScript } from "../../runtimes/script.js";
import { WireAllocator } from "../../runtimes/wire-allocator.js";
import { DEFAULT_LIMITS } from "../../scenario/scenario.js";
import type { AllocatorScript as SdkScript } from "../../sdk/allocator-script.js";
import { ScriptGuest } from "../../sdk/script-guest.js";
import type { Edition } from "./edition.js";
import { BEGIN_MARK, END_MARK, type GuestStopwatch } from "./guest-stopwatch.js";

/** The path of the built-in edition with marks: it has no file of its own. */
export const MARKED = "marked";

const SEED = 1;

/** An edition under the limits that a run has by default: to hold them takes time as well. @throws AllocatorFailure */
export async function openEdition(
  edition: Edition,
  path: string,
  context: AllocatorContext,
  stopwatch: GuestStopwatch,
): Promise<Allocator> {
  const limits = guestLimits(DEFAULT_LIMITS);
  const output = new GuestOutput(limits.outputBytes, stopwatch.print);
  const guest = await guestOf(edition, { path, limits, seed: SEED, output, module: null }, stopwatch);
  return new WireAllocator(stopwatch.over(guest), context, output);
}

async function guestOf(
  { language, engine }: Edition,
  script: AllocatorScript,
  stopwatch: GuestStopwatch,
): Promise<Guest> {
  switch (language) {
    case "builtin":
      return builtin(script.path === MARKED ? stopwatch : null);
    case "native":
      return loadNative(script.path, "drf", []);
    case "lua":
      return loadLua(script, engine ?? DEFAULT_LUA_ENGINE);
    case "python":
      return loadPython(script);
    case "javascript":
      return loadJavaScript(script);
  }
}

async function builtin(stopwatch: GuestStopwatch | null): Promise<Guest> {
  const script: SdkScript = await import("../../../allocators/reference/drf.js");
  if (stopwatch === null) return new ScriptGuest(script);
  return new ScriptGuest({
    *decide(cluster) {
      stopwatch.print(BEGIN_MARK);
      yield* script.decide(cluster) as Iterable<never>;
      stopwatch.print(END_MARK);
    },
  });
}
