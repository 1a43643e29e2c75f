import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { QuickJSContext } from "quickjs-emscripten-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PACKAGE_ROOT } from "../../src/base/package-files.js";
import { makeImage, readSdk } from "../../src/runtimes/javascript/image/make-image.js";
import { FIND_ENTRY, SDK } from "../../src/runtimes/javascript/image/own-modules.js";
import { currentVersions, IMAGE, packImage, readImage } from "../../src/runtimes/javascript/image/quickjs-image.js";
import { startQuickJs } from "../../src/runtimes/javascript/image/start-quickjs.js";
import { QuickJsMemory } from "../../src/runtimes/javascript/quickjs-memory.js";
import { scratchFile, scratchFolder } from "../fixtures/allocators/scratch-files.js";
import { ScriptFolder } from "../fixtures/allocators/script-folder.js";

const memory = () => new QuickJsMemory(null).memory;
const fromImage = (image = readImage()) => startQuickJs(image, memory());
const fromSource = () => readSdk(memory());

/** Runs a module which can import the SDK and the guest's entry. @returns the text that it exports as `told` */
function told(context: QuickJSContext, code: string): string {
  const imports = `import * as sdk from "${SDK}";\n${FIND_ENTRY.code.replace("export *", "import * as entry")}\n`;
  context.runtime.setMaxStackSize(32 * 1024);
  const module = context.unwrapResult(context.evalCode(imports + code, "/script/told.js", { type: "module" }));
  return module.consume((exports) => context.getProp(exports, "told").consume((text) => context.getString(text)));
}

/** All that a script can reach: of each object its kind, of each property its attributes, of each function its text. */
const WORLD = `
  const names = new Map();
  const lines = [];
  const found = (value, path) => {
    if (typeof value !== "function" && (typeof value !== "object" || value === null)) return typeof value + " " + String(value);
    if (names.has(value)) return names.get(value);
    names.set(value, path);
    waiting.push(value);
    return path;
  };
  const waiting = [];
  for (const [name, value] of Object.entries({ globalThis, sdk, entry })) found(value, name);
  found(Object.getPrototypeOf(function* () {}), "generators");
  found(Object.getPrototypeOf(async () => {}), "asyncs");
  for (const value of waiting) {
    const path = names.get(value);
    lines.push(path + " " + Object.prototype.toString.call(value) + " " + Object.isExtensible(value));
    if (typeof value === "function") lines.push(Function.prototype.toString.call(value));
    lines.push("proto " + found(Object.getPrototypeOf(value), path + ".__proto__"));
    for (const key of Reflect.ownKeys(value)) {
      const { value: kept, get, set, ...attributes } = Object.getOwnPropertyDescriptor(value, key);
      const place = path + "." + String(key);
      lines.push(place + JSON.stringify(attributes) + [kept, get, set].map((part, i) => found(part, place + ["", " get", " set"][i])));
    }
  }
  export const told = lines.join("\\n");`;

describe("a QuickJS from the memory image", () => {
  it("is the world of one that has read the SDK itself, down to each property and each function's text", async () => {
    const world = told(await fromImage(), WORLD);
    const lines = world.split("\n");
    expect(lines.length).toBeGreaterThan(2000);
    for (const one of ["globalThis.Array.prototype", "sdk.parameter", "entry.startAllocator", "globalThis.Math.sin"]) {
      expect(lines.some((line) => line.startsWith(one))).toBe(true);
    }
    expect(world).toBe(told(await fromSource(), WORLD));
  });

  it("says and throws the same, at the same places", async () => {
    const code = `
      const lines = [];
      entry.prepareWorld((line) => lines.push(line), () => 0.25);
      console.log(Math.random(), Date.now(), new Date(86400000), [1, { a: new Map([[1, "x"]]) }], Symbol("s").toString());
      console.log("äöü".normalize("NFD").length, (1234.5).toFixed(3), [3, 1, 2].sort(), /(?<a>\\d+)/u.exec("x12").groups);
      const tell = (run) => { try { console.log(run()); } catch (error) { console.log(error); } };
      tell(() => null.x);
      tell(() => entry.startAllocator({ decide() {} }).setup("{}"));
      tell(() => entry.findAllocator({}, "null"));
      tell(() => sdk.parameter(null));
      tell(() => { const deep = () => deep() + 1; return deep(); });
      console.trace("here");
      export const told = lines.join("\\n");`;
    const lines = told(await fromImage(), code);
    expect(lines).toContain("0.25 0");
    expect(lines).toContain("workbench:/sdk/");
    expect(lines).toContain("/script/told.js");
    expect(lines).toBe(told(await fromSource(), code));
  });

  it("shares nothing with another one of the same image", async () => {
    const image = readImage();
    const untouched = told(await fromImage(image), WORLD);
    const [first, second] = [await fromImage(image), await fromImage(image)];
    const change = `globalThis.kept = 1; Array.prototype.at = null; sdk.Hierarchical.prototype.mine = 2;
      entry.startModules.mine = 3; delete Object.prototype.valueOf; export const told = "";`;
    told(first, change);
    const changed = told(first, WORLD);
    for (const trace of ["globalThis.kept{", "sdk.Hierarchical.prototype.mine{", "entry.startModules.mine{"]) {
      expect(changed).toContain(trace);
      expect(untouched).not.toContain(trace);
    }
    expect(told(second, WORLD)).toBe(untouched);
    expect(told(await fromImage(image), WORLD)).toBe(untouched);
  });

  it("is what a script runs in, which finds nothing that an earlier script has left", async () => {
    const main = `import * as sdk from "workbench";
      console.log(globalThis.left, sdk.parameter.left, Object.isFrozen(Array));
      globalThis.left = sdk.parameter.left = 1;
      Object.freeze(Array);
      export const decide = () => {};`;
    const script = new ScriptFolder({ "main.js": main });
    for (let i = 0; i < 2; i++) await script.load("main.js");
    expect(script.printed).toEqual(["undefined undefined false", "undefined undefined false"]);
  });
});

describe("the image's file", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("has the same bytes on every machine, at any time", async () => {
    const built = readFileSync(IMAGE);
    vi.stubGlobal("navigator", { language: "xx-YY" });
    vi.stubGlobal("Date", class extends Date {});
    Object.assign(Date, { now: () => 1e12 });
    const [, program] = process.argv;
    process.argv[1] = "/elsewhere/program.js";
    const made = packImage(await makeImage(), currentVersions());
    process.argv[1] = program as string;
    expect(built.equals(made)).toBe(true);
    expect(Date.now()).toBe(1e12);
    expect(navigator.language).toBe("xx-YY");
    for (const trace of [PACKAGE_ROOT, "elsewhere", "xx_YY", process.execPath])
      expect(built.includes(trace)).toBe(false);
  });

  it("is missing, of another version, or damaged: that is said in one line, with what to do", () => {
    const of = { workbench: "0.0.1", quickjs: "0.31.0" };
    const versions = currentVersions();
    const bytes = readFileSync(IMAGE);
    const damaged = join(scratchFolder(), "quickjs.image");
    writeFileSync(damaged, bytes.subarray(0, -1));
    const text = scratchFile("quickjs.image", "not that\n");
    const missing = join(scratchFolder(), "quickjs.image");
    const advice = "run 'npm run build'";
    const { workbench, quickjs } = versions;
    const sayings: readonly (readonly [() => unknown, string])[] = [
      [() => readImage(text), `${text}: this is no memory image of QuickJS: ${advice}`],
      [
        () => readImage(damaged),
        `${damaged}: the memory image has ${bytes.length - 1} bytes, not ${bytes.length}: ${advice}`,
      ],
      [
        () => readImage(IMAGE, of),
        `${IMAGE}: the memory image is of workbench ${workbench} with QuickJS ${quickjs}, and this is workbench 0.0.1 with QuickJS 0.31.0: ${advice}`,
      ],
    ];
    expect(() => readImage(missing)).toThrow(`${missing}: the build has not made this file: ${advice}`);
    for (const [read, saying] of sayings) {
      expect(read).toThrow(expect.objectContaining({ name: "AllocatorFailure", kind: "loadFailed", message: saying }));
    }
    expect(readImage(IMAGE, versions).parts.length).toBeGreaterThan(0);
  });

  it("carries the module that it was made with, and fits into the memory that a guest begins with", () => {
    const { wasm, parts } = readImage();
    expect(WebAssembly.validate(new Uint8Array(wasm))).toBe(true);
    expect(Math.max(...parts.map(({ address, bytes }) => address + bytes.length))).toBeLessThanOrEqual(
      new QuickJsMemory(0).memory.buffer.byteLength,
    );
  });
});
