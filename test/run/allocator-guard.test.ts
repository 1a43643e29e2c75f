import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { asShown, guardOf } from "../../src/run/allocator-guard.js";
import { NO_GRACE, PYTHON_GRACE, SCRIPT_GRACE } from "../../src/run/limit-watch.js";
import type { LoadableAllocator } from "../../src/run/loadable-allocator.js";
import type { LoadableModule, ModuleSetup } from "../../src/run/modules/module-setup.js";

function module(path: string, host: "native" | "lua" | "python", kind = "Hook"): LoadableModule {
  return { name: "module", kind, library: { library: path, host, path }, parameters: [] };
}

function setup(...modules: readonly LoadableModule[]): ModuleSetup {
  const selection = {
    hooks: [],
    hookSemantics: "0.23",
    isolators: null,
    authenticator: null,
    authenticatee: null,
    resourceEstimator: null,
    qosController: null,
  } as const;
  return { modules, selection, luaEngine: "wasmoon" };
}

const BUILTIN: LoadableAllocator = { kind: "builtin", name: "hierarchical" };
const SCRIPT: LoadableAllocator = { kind: "script", path: "own/first.lua", luaEngine: "wasmoon" };
const NATIVE: LoadableAllocator = {
  kind: "module",
  module: module("/cache/1a2b.so", "native", "Allocator"),
  shownAs: "own/$&.c",
  luaEngine: "wasmoon",
};

describe("the process of a row", () => {
  it("may read the folder of its script alone", () => {
    expect(guardOf(SCRIPT)).toEqual({ grace: SCRIPT_GRACE, sandbox: [resolve("own")], python: false, fengari: false });
  });

  it("may read the folders of all its scripts, each once", () => {
    const modules = setup(module("own/hook.lua", "lua"), module("other/isolator.lua", "lua"));
    expect(guardOf(SCRIPT, modules).sandbox).toEqual([resolve("own"), resolve("other")]);
    const sandbox = [resolve("own"), resolve("other")];
    expect(guardOf(BUILTIN, modules)).toEqual({ grace: SCRIPT_GRACE, sandbox, python: false, fengari: false });
  });

  it("is free when any of its code is native", () => {
    expect(guardOf(NATIVE)).toEqual({ grace: NO_GRACE, sandbox: null, python: false, fengari: false });
    expect(guardOf(NATIVE, setup(module("own/hook.lua", "lua")))).toEqual({
      grace: SCRIPT_GRACE,
      sandbox: null,
      python: false,
      fengari: false,
    });
    expect(guardOf(SCRIPT, setup(module("./libhook.so", "native"))).sandbox).toBeNull();
  });

  it("has Python prepared, and more time to start, when any of its code is in Python", () => {
    const python: LoadableAllocator = { kind: "script", path: "own/first.py", luaEngine: "fengari" };
    expect(guardOf(python)).toEqual({ grace: PYTHON_GRACE, sandbox: [resolve("own")], python: true, fengari: false });
    const beside = guardOf(NATIVE, setup(module("own/hook.py", "python")));
    expect(beside).toEqual({ grace: PYTHON_GRACE, sandbox: null, python: true, fengari: false });
    expect(PYTHON_GRACE.loadingMs).toBeGreaterThan(SCRIPT_GRACE.loadingMs);
  });

  it("has a heap for fengari when any of its code is Lua, and Lua runs there", () => {
    expect(guardOf({ ...SCRIPT, luaEngine: "fengari" }).fengari).toBe(true);
    const inFengari = (...modules: readonly LoadableModule[]) => ({
      ...setup(...modules),
      luaEngine: "fengari" as const,
    });
    expect(guardOf(BUILTIN, inFengari(module("own/hook.lua", "lua"))).fengari).toBe(true);
    expect(guardOf(BUILTIN, inFengari(module("own/hook.py", "python"))).fengari).toBe(false);
    expect(guardOf(BUILTIN, setup(module("own/hook.lua", "lua"))).fengari).toBe(false);
  });

  it("has no use for allocators of the manifest that are not its own", () => {
    expect(guardOf(SCRIPT, setup(module("./liballocator.so", "native", "Allocator"))).sandbox).toEqual([
      resolve("own"),
    ]);
    expect(guardOf(BUILTIN)).toEqual({ grace: NO_GRACE, sandbox: null, python: false, fengari: false });
  });
});

describe("a failure of a compiled allocator", () => {
  it("names the source, letter by letter", () => {
    const failure = {
      kind: "crashed",
      message: "/cache/1a2b.so#own: it is gone",
      cycle: 3,
      frames: [],
      stack: null,
    } as const;
    expect(asShown(failure, NATIVE).message).toBe("own/$&.c#own: it is gone");
  });
});
