import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { INCLUDE_FOLDER } from "../../src/runtimes/native/compile.js";
import { type Ended, FIXTURES, transcriptOf, workbench } from "./workbench.js";

/** A module in a manifest: its name, or that and its parameters as `[key, value]`. */
export type Listed = string | readonly [name: string, ...parameters: (readonly [string, string])[]];

/** Offset and value of `e_machine` in an ELF file's header (System V ABI): RISC-V, on which nobody runs this. */
const ELF_MACHINE = 18;
const RISC_V = 243;

/** A folder with libraries of modules in it, in which commands are run: so paths in what they print are short. */
export class ModuleFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), "workbench-modules-"));

  constructor() {
    copyFileSync(join(FIXTURES, "tiny.yaml"), join(this.path, "tiny.yaml"));
  }

  /** Compiles a fixture into `libNAME.so` in the folder. */
  compile(name: string, as = name): void {
    const source = join(FIXTURES, "modules", `${name}.c`);
    const args = ["-std=gnu99", "-Wall", "-Werror", "-shared", "-fPIC", "-I", INCLUDE_FOLDER, "-o", this.#library(as)];
    const { status, stderr } = spawnSync("cc", [...args, source], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }

  /** A library of the folder once more, as if it had been built for another machine. */
  copyForOtherMachine(name: string, as: string): void {
    const library = readFileSync(this.#library(name));
    library.writeUInt16LE(RISC_V, ELF_MACHINE);
    writeFileSync(this.#library(as), library);
  }

  /** Puts a fixture into the folder as it is. */
  copy(name: string): void {
    copyFileSync(join(FIXTURES, "modules", name), join(this.path, name));
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.path, name, ".."), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  /** Writes a manifest, a line for each library: its file, then its modules. */
  manifest(name: string, ...libraries: readonly (readonly [file: string, ...Listed[]])[]): void {
    this.write(name, manifestText(...libraries));
  }

  run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return workbench(args, environment, this.path);
  }

  /** As the golden files hold it. */
  transcript(command: string): Promise<string> {
    return transcriptOf(command, (args) => this.run(args));
  }

  #library(name: string): string {
    return join(this.path, `lib${name}.so`);
  }
}

/** JSON, a line for each library. */
export function manifestText(...libraries: readonly (readonly [file: string, ...Listed[]])[]): string {
  const lines = libraries.map(([file, ...modules]) => JSON.stringify({ file, modules: modules.map(entry) }));
  return `{"libraries":[\n${lines.join(",\n")}\n]}\n`;
}

function entry(listed: Listed): object {
  if (typeof listed === "string") return { name: listed };
  const [name, ...parameters] = listed;
  return { name, parameters: parameters.map(([key, value]) => ({ key, value })) };
}
