import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { locateLibrary } from "../../../src/run/modules/located-library.js";
import { scratchFile, scratchFolder } from "../../fixtures/allocators/scratch-files.js";

afterEach(() => vi.unstubAllEnvs());

const script = (library: string) =>
  locateLibrary({ library, opening: library.includes("/") ? "path" : "search", host: "lua" }, "linux");

describe("where a library is", () => {
  it("is left to the system's loader when it is native (M18)", () => {
    const resolved = { library: "libnowhere.so", opening: "search", host: "native" } as const;
    expect(locateLibrary(resolved, "linux")).toEqual({
      library: "libnowhere.so",
      host: "native",
      path: "libnowhere.so",
    });
  });

  it("is the path itself when a script has a slash", () => {
    const path = scratchFile("own.lua", "return {}");
    expect(script(path)).toEqual({ library: path, host: "lua", path });
  });

  it("is the first folder of the search path that has the script (M18)", () => {
    const [first, second] = [scratchFolder(), scratchFolder()];
    const path = scratchFile("own.lua", "return {}", second);
    vi.stubEnv("LD_LIBRARY_PATH", `${first}:${second}`);
    expect(script("own.lua")).toEqual({ library: "own.lua", host: "lua", path });
  });

  it("is nowhere, which is said, when there is no such file or it is a folder", () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, "own.lua"));
    vi.stubEnv("LD_LIBRARY_PATH", folder);
    expect(script("own.lua")).toEqual({
      kind: "refused",
      message: "there is no such file in the folders of LD_LIBRARY_PATH",
    });
    expect(script(join(folder, "own.lua"))).toEqual({ kind: "refused", message: "there is no such file" });
    expect(script("./nowhere.lua")).toEqual({ kind: "refused", message: "there is no such file" });
  });
});
