import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/**
 * The layers, lowest first. A file may import from its own layer's folder and from lower layers; folders of one layer are
 * neighbours and speak through what lies below them. When this fails: move the shared noun down, or pass the thing in.
 */
const LAYERS: readonly (readonly string[])[] = [
  ["src/base", "src/sdk"],
  ["src/cluster"],
  ["src/allocator", "src/kinds"],
  ["src/journal"],
  ["src/simulator", "src/metrics", "src/modules", "src/runtimes", "src/scenario", "allocators"],
  ["src/recording"],
  ["src/run"],
  ["src/compare"],
  ["src/report"],
  ["src/bench", "src/battery"],
  ["src/cli"],
  ["src/main.ts"],
];

/** A virtual machine's package is imported only inside its own runtime's folder. */
const CONFINED: Readonly<Record<string, string>> = {
  koffi: "src/runtimes/native/",
  fengari: "src/runtimes/lua/",
  wasmoon: "src/runtimes/lua/",
  pyodide: "src/runtimes/python/",
  "@swc/wasm-typescript": "src/runtimes/javascript/",
  "quickjs-emscripten": "src/runtimes/javascript/",
  "quickjs-emscripten-core": "src/runtimes/javascript/",
  "@jitl/quickjs-wasmfile-release-sync": "src/runtimes/javascript/",
};

/** The machine's clock and its randomness stand in these files only; all but the first take them away from scripts. */
const CLOCK_FILES = [
  "src/base/stopwatch.ts",
  "src/run/sandbox/still-world.ts",
  "src/runtimes/javascript/guest/world.ts",
];
const CLOCK =
  /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bprocess\.hrtime\b|\bMath\.random\b|\blocaleCompare\b|\btoLocale/;

const files = ["src", "allocators"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => `${folder}/${name}`),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const specifiers = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)["']([^"']+)["']/gm);
  return [...specifiers].map((match) => match[1] as string);
}

function layerOf(file: string): { level: number; folder: string } | undefined {
  for (const [level, folders] of LAYERS.entries()) {
    const folder = folders.find((name) => file === name || file.startsWith(`${name}/`));
    if (folder !== undefined) return { level, folder };
  }
  return undefined;
}

describe("the layers", () => {
  it("have a place for every source file", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it("are imported downwards only", () => {
    const broken: string[] = [];
    for (const file of files) {
      const from = layerOf(file);
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith(".")) continue;
        const target = relative(ROOT, resolve(ROOT, dirname(file), specifier)).replace(/\.js$/, ".ts");
        const to = layerOf(target);
        if (from === undefined || to === undefined || to.folder === from.folder) continue;
        if (to.level >= from.level) broken.push(`${file} imports ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it("keep each virtual machine inside its own runtime", () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => CONFINED[specifier] !== undefined && !file.startsWith(CONFINED[specifier] as string))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(broken).toEqual([]);
  });

  it("keep the simulator ignorant of the built-in allocator", () => {
    const broken = files.filter(
      (file) =>
        file.startsWith("src/simulator/") && importsOf(file).some((specifier) => specifier.includes("hierarchical")),
    );
    expect(broken).toEqual([]);
  });

  it("read the machine's clock in one place only", () => {
    const broken = files.filter(
      (file) => !CLOCK_FILES.includes(file) && CLOCK.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(broken).toEqual([]);
  });
});
