import { compileNative } from "../runtimes/native/compile.js";
import type { Measured } from "./measurement.js";

/** Compiles in this process, since the environment of the measuring one has no compiler in it. */
export async function compiled(source: string): Promise<Measured<{ readonly library: string }>> {
  const compilation = await compileNative(source);
  switch (compilation.kind) {
    case "compiled":
      return { status: "ok", library: compilation.library };
    case "noCompiler":
      return { status: "skipped", skipped: `there is no C compiler: ${compilation.compiler}` };
    case "failed": {
      const message = `${source} does not compile: ${compilation.output}`;
      return { status: "failed", failure: { kind: "loadFailed", message, cycle: null } };
    }
  }
}
