import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Collects all garbage of this process at once, to measure what is in use. Taken when the program starts, as the stopwatch is. */
export const collectGarbage = runInNewContext("gc") as () => void;

// As it was: V8 takes the compiled code that Node's own modules come with only while its flags are Node's.
setFlagsFromString("--no-expose-gc");
