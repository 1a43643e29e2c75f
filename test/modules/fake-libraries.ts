import type { ModuleHeader } from "../../src/kinds/module-header.js";
import type { ModuleParameter } from "../../src/kinds/module-parameter.js";
import type { CodeFailure, OpenLibrary, OpenModule } from "../../src/kinds/open-library.js";
import type { LibraryOpener } from "../../src/modules/library-opener.js";
import type { Manifest, ManifestModule } from "../../src/modules/manifest.js";
import type { ResolvedLibrary } from "../../src/modules/resolved-library.js";

/** The header of a sound module; a test overrides what it is about. */
export function header(overrides: Partial<ModuleHeader> = {}): ModuleHeader {
  return {
    moduleApiVersion: "2",
    mesosVersion: "1.12.0",
    kind: "TestModule",
    authorName: "A. Author",
    authorEmail: "author@example.org",
    description: "A module.",
    compatible: null,
    create: 0x2000n,
    ...overrides,
  };
}

/** What a fake module's create gives: it remembers what it was given. */
export interface FakeInstance {
  readonly module: string;
  readonly parameters: readonly ModuleParameter[];
}

export interface FakeModule {
  readonly header?: Partial<ModuleHeader>;
  readonly compatible?: () => boolean | CodeFailure;
  readonly create?: (instance: FakeInstance) => FakeInstance | null | CodeFailure;
}

type FakeLibrary = Readonly<Record<string, FakeModule>> | CodeFailure;

/** Libraries by the string that opens them, and a diary of what was asked of them. */
export class FakeLibraries implements LibraryOpener<FakeInstance> {
  readonly diary: string[] = [];
  readonly #libraries: Readonly<Record<string, FakeLibrary>>;

  constructor(libraries: Readonly<Record<string, FakeLibrary>>) {
    this.#libraries = libraries;
  }

  open({ library }: ResolvedLibrary) {
    this.diary.push(`open ${library}`);
    const found = this.#libraries[library];
    if (found === undefined) return { kind: "refused", message: `${library}: no such file` } as const;
    if (isFailure(found)) return found;
    return { kind: "ready", value: this.#library(found) } as const;
  }

  #library(modules: Readonly<Record<string, FakeModule>>): OpenLibrary<FakeInstance> {
    return {
      module: (name) => {
        this.diary.push(`look up ${name}`);
        const found = modules[name];
        return { kind: "ready", value: found === undefined ? null : this.#module(name, found) };
      },
    };
  }

  #module(name: string, fake: FakeModule): OpenModule<FakeInstance> {
    return {
      header: header(fake.header),
      isCompatible: () => {
        this.diary.push(`compatible ${name}`);
        return replyOf(fake.compatible?.() ?? true);
      },
      create: (parameters) => {
        this.diary.push(`create ${name}`);
        const instance = { module: name, parameters };
        return replyOf(fake.create === undefined ? instance : fake.create(instance));
      },
    };
  }
}

export function crash(message: string): CodeFailure {
  return { kind: "failed", failure: "crashed", message };
}

function replyOf<T>(answer: T | CodeFailure) {
  return isFailure(answer) ? answer : ({ kind: "ready", value: answer } as const);
}

function isFailure(answer: unknown): answer is CodeFailure {
  return typeof answer === "object" && answer !== null && (answer as { kind?: unknown }).kind === "failed";
}

/** `["libx.so", "a", ["b", { X: "Y" }]]`: a library's file and its modules, some with parameters. */
export type Listed = readonly [
  file: string,
  ...modules: (string | readonly [string, Readonly<Record<string, string>>])[],
];

/** A manifest whose places say which library and module is meant, both counted from 1. */
export function manifest(...libraries: readonly Listed[]): Manifest {
  return {
    source: "m.json",
    libraries: libraries.map(([file, ...modules], i) => ({
      place: `m.json:${i + 1}:1`,
      library: { file },
      modules: modules.map((module, j): ManifestModule => {
        const [name, values] = typeof module === "string" ? [module, {}] : module;
        const parameters = Object.entries(values).map(([key, value]) => ({ key, value }));
        return { place: `m.json:${i + 1}:${j + 2}`, name, parameters };
      }),
    })),
  };
}
