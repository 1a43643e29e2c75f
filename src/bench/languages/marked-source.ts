import type { RowLanguage } from "../../run/row-result.js";
import { BEGIN_MARK, END_MARK, SCRIPT_METRIC } from "./guest-stopwatch.js";

const JAVASCRIPT = `import * as script from "./drf.js";
export function* decide(cluster) {
  print("${BEGIN_MARK}");
  yield* script.decide(cluster);
  print("${END_MARK}");
}
`;

const LUA = `local script = require("drf")
return { decide = function(cluster)
  return coroutine.wrap(function()
    print("${BEGIN_MARK}")
    for offer in script.decide(cluster) do coroutine.yield(offer) end
    print("${END_MARK}")
  end)
end }
`;

/** Below the original's own lines. */
const PYTHON = `

unmarked_decide = decide


def decide(cluster):
    print("${BEGIN_MARK}")
    yield from unmarked_decide(cluster)
    print("${END_MARK}")
`;

/** C prints past the host, so it reads the clock itself, which scripts cannot, and reports what it read. */
const C = `static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}
static void marked_decide(Cluster *cluster, const int *candidates, int count) {
  double begun = now_ms();
  decide(cluster, candidates, count);
  cluster_metric(cluster, "${SCRIPT_METRIC}", now_ms() - begun, "ms");
}
`;
const C_HEAD = "#define _POSIX_C_SOURCE 199309L\n#include <time.h>\n";
const C_MODULE = /^WORKBENCH_ALLOCATOR\(drf,.*\bdecide\)$/m;

/**
 * The reference with marks around what its author wrote: where the SDK's part of a call ends, and where it begins again. In
 * JavaScript and Lua it stands beside the original and imports it.
 *
 * @param original the text of the reference in the same language
 */
export function markedSource(language: RowLanguage, original: string): string {
  switch (language) {
    case "javascript":
      return JAVASCRIPT;
    case "lua":
      return LUA;
    case "python":
      return original + PYTHON;
    case "native":
      return markedC(original);
    case "builtin":
      throw new Error("the built-in edition is marked where it is opened");
  }
}

function markedC(original: string): string {
  const [module] = C_MODULE.exec(original) ?? [];
  if (module === undefined) throw new Error("the reference in C does not name its decide where it is expected");
  return C_HEAD + original.replace(module, () => C + module.replace(/\bdecide\)$/, "marked_decide)"));
}
