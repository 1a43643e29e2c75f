import { median } from "d3-array";
import { wallMs } from "../../base/stopwatch.js";
import { guestLimits } from "../../run/guest-limits.js";
import { GuestOutput } from "../../runtimes/guest-output.js";
import { DEFAULT_LUA_ENGINE, openerOf } from "../../runtimes/lua/load-lua.js";
import { loadNative } from "../../runtimes/native/load-native.js";
import { loadPython } from "../../runtimes/python/load-python.js";
import type { AllocatorScript } from "../../runtimes/script.js";
import { DEFAULT_LIMITS } from "../../scenario/scenario.js";
import type { LanguageCourse } from "./language-run.js";
import type { CycleTimes } from "./session-cluster.js";

type Echo = (input: Float64Array) => Float64Array;

const WARM_UP = 20;
const ROUNDS = 15;

/**
 * What it takes to cross into the language with as many numbers as in each of the cycles, and to come back with as many,
 * where the guest looks at none of them: the same virtual machine and the same way over as for an allocator, below the SDK.
 *
 * @returns milliseconds, one for each cycle
 */
export async function echoTimes(course: LanguageCourse, cycles: readonly CycleTimes[]): Promise<readonly number[]> {
  const echo = await openEcho(course);
  if (echo === null) return cycles.map(() => 0);
  const inputs = cycles.map(({ inputLength, outputLength }) => {
    const input = Float64Array.from({ length: inputLength }, (_, i) => i);
    input[0] = outputLength;
    return input;
  });
  for (let i = 0; i < WARM_UP; i++) for (const input of inputs) echo(input);
  return inputs.map((input) => median(Array.from({ length: ROUNDS }, () => timed(echo, input))) as number);
}

function timed(echo: Echo, input: Float64Array): number {
  const startedAt = wallMs();
  const { length } = echo(input);
  const elapsed = wallMs() - startedAt;
  if (length !== input[0]) throw new Error(`the echo of ${input[0]} numbers has ${length}`);
  return elapsed;
}

/** Null: there is no border. */
async function openEcho({ edition: { language, engine }, echoPath }: LanguageCourse): Promise<Echo | null> {
  const output = new GuestOutput(null, () => undefined);
  const script: AllocatorScript = {
    path: echoPath,
    limits: guestLimits(DEFAULT_LIMITS),
    seed: 1,
    output,
    module: null,
  };
  switch (language) {
    case "builtin":
      return null;
    case "native": {
      const guest = await loadNative(echoPath, "drf", []);
      return (input) => guest.decide(input);
    }
    case "python": {
      const guest = await loadPython(script);
      return (input) => guest.decide(input);
    }
    case "javascript":
      return openJavaScript(script);
    case "lua":
      return openLua(script, engine ?? DEFAULT_LUA_ENGINE);
  }
}

async function openJavaScript(script: AllocatorScript): Promise<Echo> {
  const { QuickJsMachine } = await import("../../runtimes/javascript/quickjs-machine.js");
  const { QuickJsInbox } = await import("../../runtimes/javascript/quickjs-inbox.js");
  const machine = await QuickJsMachine.start(script);
  const functions = machine.load((_, exports) => {
    const [openInbox, decide, takeAnswer] = ["openInbox", "decide", "takeAnswer"].map((name) =>
      machine.context.getProp(exports, name),
    );
    return { openInbox, decide, takeAnswer };
  });
  const inbox = new QuickJsInbox(machine, functions as ConstructorParameters<typeof QuickJsInbox>[1], script.output);
  return (input) => inbox.decide(input);
}

async function openLua(script: AllocatorScript, engine: Parameters<typeof openerOf>[0]): Promise<Echo> {
  const { LuaMachine } = await import("../../runtimes/lua/lua-machine.js");
  const { LuaInbox } = await import("../../runtimes/lua/lua-inbox.js");
  const machine = await LuaMachine.start(script, await openerOf(engine));
  const exports = machine.load();
  machine.pushMember(exports, "decide");
  const decide = machine.stack.keep();
  const inbox = new LuaInbox(machine, script.output);
  return (input) => inbox.decide(decide, input);
}
