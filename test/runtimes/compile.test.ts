import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compileNative } from "../../src/runtimes/native/compile.js";
import { HAS_COMPILER } from "../fixtures/allocators/c-library.js";
import { scratchFile, scratchFolder } from "../fixtures/allocators/scratch-files.js";
import { HAS_COMPILERS } from "./native-modules/native-libraries.js";

/** A compiler that notes each time it compiles; to be asked for its version does not count. */
function countingCompiler(): { command: string; calls: () => number } {
  const folder = scratchFolder();
  const log = join(folder, "log");
  const command = scratchFile(
    "counting-cc",
    `#!/bin/sh\ncase "$*" in *' -o '*) echo called >> '${log}';; esac\nexec cc "$@"\n`,
    folder,
  );
  chmodSync(command, 0o755);
  return { command, calls: () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0) };
}

describe("compiling a native module", () => {
  beforeEach(() => vi.stubEnv("XDG_CACHE_HOME", scratchFolder()));
  afterEach(() => vi.unstubAllEnvs());

  it("is not possible without a compiler, which is not the source's fault", async () => {
    vi.stubEnv("CC", "/nowhere/cc");
    const source = scratchFile("a.c", "int x;");
    expect(await compileNative(source)).toEqual({ kind: "noCompiler", compiler: "/nowhere/cc" });
  });

  it.skipIf(!HAS_COMPILER)("happens once for the same source, and again when it changes", async () => {
    const { command, calls } = countingCompiler();
    vi.stubEnv("CC", command);
    const first = await compileNative(scratchFile("a.c", "int x;"));
    expect(first).toMatchObject({
      kind: "compiled",
      library: expect.stringContaining(process.env.XDG_CACHE_HOME ?? ""),
    });
    expect(await compileNative(scratchFile("a.c", "int x;"))).toEqual(first);
    expect(calls()).toBe(1);
    expect(await compileNative(scratchFile("a.c", "int y;"))).not.toEqual(first);
    vi.stubEnv("CC", `${command} -DZ=1`);
    expect(await compileNative(scratchFile("a.c", "int x;"))).not.toEqual(first);
    expect(calls()).toBe(3);
  });

  it.skipIf(!HAS_COMPILER)("tells where a function is called that nobody has declared", async () => {
    const source = scratchFile(
      "a.c",
      "#include <unistd.h>\nvoid f(void) { usleep(1); }\nvoid g(void) { usleeep(1); }\n",
    );
    expect(await compileNative(source)).toEqual({
      kind: "failed",
      output: expect.stringMatching(/^\S+a\.c:3:\d+: error: .*usleeep/m),
    });
    const mended = scratchFile("a.c", "#include <unistd.h>\nvoid f(void) { usleep(1); }\n");
    expect(await compileNative(mended)).toMatchObject({ kind: "compiled" });
  });

  it.skipIf(!HAS_COMPILER)("happens again when a header beside the source changes", async () => {
    const folder = scratchFolder();
    const source = scratchFile("a.c", '#include "a.h"\n', folder);
    scratchFile("a.h", "int x;", folder);
    const first = await compileNative(source);
    scratchFile("a.h", "int y;", folder);
    expect(await compileNative(source)).not.toEqual(first);
    scratchFile("a.h", "int x;", folder);
    expect(await compileNative(source)).toEqual(first);
  });

  it.skipIf(!HAS_COMPILERS)("takes C++ for what its extension says, and has another compiler for it", async () => {
    const text = '#include <workbench/module.h>\nstatic_assert(sizeof(Parameters) == 40, "C++17");\n';
    expect(await compileNative(scratchFile("a.cpp", text))).toMatchObject({ kind: "compiled" });
    expect(await compileNative(scratchFile("a.c", text))).toMatchObject({ kind: "failed" });
    vi.stubEnv("CXX", "/nowhere/c++");
    expect(await compileNative(scratchFile("a.cc", text))).toEqual({ kind: "noCompiler", compiler: "/nowhere/c++" });
  });

  it.skipIf(!HAS_COMPILER)("gives the compiler's words when it fails, and tries again next time", async () => {
    const { command, calls } = countingCompiler();
    vi.stubEnv("CC", command);
    const source = scratchFile("a.c", "int x = ;");
    for (let n = 1; n <= 2; n++) {
      expect(await compileNative(source)).toMatchObject({
        kind: "failed",
        output: expect.stringContaining("a.c:1:9: error:"),
      });
      expect(calls()).toBe(n);
    }
  });
});
