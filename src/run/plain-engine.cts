/*
 * Loaded first of all in a process with a guest. Node's own modules come with compiled code, which V8 takes only while all of
 * its flags are as they were when Node was built, and a guest's process has others: without this Node compiles each of
 * its modules anew, which doubles the time of emptying them. What the flags are for has happened by now: the heap and the
 * stack have their sizes, and code from strings stays closed in this context. `restoreEngineFlags` puts them back for all that is
 * made later. Where a version of V8 has other defaults, nothing but the time is lost.
 */
const DEFAULTS = [
  "--max-old-space-size=0",
  "--max-semi-space-size=0",
  "--heap-growing-percent=0",
  "--stack-size=984",
  "--wasm-tiering-budget=1800000",
  "--no-disallow-code-generation-from-strings",
];

const v8 = require("node:v8") as typeof import("node:v8");
for (const flag of DEFAULTS) v8.setFlagsFromString(flag);
