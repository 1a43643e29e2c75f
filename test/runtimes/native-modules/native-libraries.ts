import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { packageFile } from "../../../src/base/package-files.js";
import type { ModuleInstance } from "../../../src/kinds/module-instance.js";
import type { ModuleParameter } from "../../../src/kinds/module-parameter.js";
import type { OpenModule, Reply } from "../../../src/kinds/open-library.js";
import type { Outcome } from "../../../src/kinds/outcome.js";
import { INCLUDE_FOLDER } from "../../../src/runtimes/native/compile.js";
import { openNativeLibrary } from "../../../src/runtimes/native/open-native-library.js";
import { VirtualTimer } from "../../kinds/isolator/virtual-timer.js";

/** As an author would write it, and stricter: no warning may come from the headers. */
const STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror", "-shared", "-fPIC", "-ffp-contract=off"];
const COMPILERS = { ".c": ["gcc", "-std=c99"], ".cpp": ["g++", "-std=c++17"] } as const;

/** Tests of native modules are skipped, visibly, where one of the compilers is not. */
export const HAS_COMPILERS = ["gcc", "g++"].every((compiler) => spawnSync(compiler, ["--version"]).status === 0);

export const LANGUAGES = [
  { language: "C", extension: "c" },
  { language: "C++", extension: "cpp" },
] as const;

/** A C++ module on a busy machine takes its time to compile. */
const COMPILE_TIMEOUT = 120_000;

/** Where the tests of one file keep their libraries, as long as they run. */
export class LibraryFolder {
  path = "";

  constructor() {
    beforeAll(() => {
      this.path = mkdtempSync(join(tmpdir(), "modules-"));
    });
    afterAll(() => rmSync(this.path, { recursive: true, force: true }));
  }

  /** Compiles sources before all tests, to libNAME.so each. */
  compileFirst(...sources: readonly string[]): void {
    beforeAll(() => {
      for (const source of sources) this.compile(source);
    }, COMPILE_TIMEOUT);
  }

  /** @returns the library of a source that was compiled: several of one name, in C and C++, have different ones */
  libraryOf(source: string): string {
    return join(this.path, extname(source).slice(1), `lib${basename(source, extname(source))}.so`);
  }

  compile(source: string): string {
    const library = this.libraryOf(source);
    const [compiler, standard] = COMPILERS[extname(source) as keyof typeof COMPILERS];
    mkdirSync(dirname(library), { recursive: true });
    const args = [standard, ...STRICT, "-I", INCLUDE_FOLDER, "-o", library, source];
    const { status, stderr } = spawnSync(compiler, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return library;
  }

  /** Compiles code in C, as a library of its own. */
  compileText(name: string, code: string): string {
    const source = join(this.path, `${name}.c`);
    writeFileSync(source, code);
    return this.compile(source);
  }
}

export function fixtureSource(name: string): string {
  return packageFile("test", "fixtures", "modules", "native", name);
}

export function exampleSource(name: string): string {
  return packageFile("allocators", "modules", name);
}

/** A library with the world around it. */
export class OpenedLibrary {
  readonly timer = new VirtualTimer();
  readonly printed: string[] = [];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async module(name: string): Promise<OpenModule<ModuleInstance>> {
    const opening = await openNativeLibrary(this.#path, {
      timer: this.timer,
      print: (line) => this.printed.push(line),
    });
    if (opening.kind !== "ready") throw new Error(opening.message);
    const found = readyValue(await opening.value.module(name));
    if (found === null) throw new Error(`there is no ${name}`);
    return found;
  }

  /** @param parameters by key */
  async create(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<ModuleInstance> {
    const list = Object.entries(parameters).map(([key, value]) => ({ key, value }));
    const instance = readyValue(await this.reply(name, list));
    if (instance === null) throw new Error(`${name} gave no instance`);
    return instance;
  }

  async reply(name: string, parameters: readonly ModuleParameter[] = []): Promise<Reply<ModuleInstance | null>> {
    return (await this.module(name)).create(parameters);
  }
}

/** How a call has ended so far, in order. It may end once. */
export function endsOf(instance: ModuleInstance, method: string, input: unknown = {}): Outcome<unknown>[] {
  const ends: Outcome<unknown>[] = [];
  instance.call(method, input as object, (outcome) => {
    ends.push(outcome);
    expect(ends).toHaveLength(1);
  });
  return ends;
}

function readyValue<T>(reply: Reply<T>): T {
  if (reply.kind === "failed") throw new Error(reply.message);
  return reply.value;
}
