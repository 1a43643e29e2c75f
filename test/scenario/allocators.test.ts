import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { complaintsOf, loadText, SMALL, scratchFolder } from "../fixtures/scenarios/load-text.js";

/** A folder with allocator files of every kind; what is in them is not looked at. */
function folderWithAllocators(): string {
  const folder = scratchFolder();
  for (const name of ["a.lua", "a.py", "a.js", "a.mjs", "a.ts", "a.mts", "liba.so", "a.dylib", "a.c", "a.txt", "a"]) {
    writeFileSync(join(folder, name), "-- anything");
  }
  writeFileSync(join(folder, "empty.lua"), "");
  mkdirSync(join(folder, "dir.lua"));
  return folder;
}

describe("the scenario's list of allocators", () => {
  it("names built-ins by name or alias, and files by their kind", async () => {
    const folder = folderWithAllocators();
    const uses = [
      "HierarchicalDRF",
      "a.lua",
      "a.py",
      "a.js",
      "./a.mjs",
      "a.ts",
      "a.mts",
      "liba.so",
      "a.dylib#org_a",
      "a.c",
    ];
    const { rows } = await loadText(`${SMALL}allocators: [${uses.map((use) => `{ use: "${use}" }`)}]\n`, {}, folder);
    const file = (name: string, language: string) => {
      return { kind: "file", language, path: join(folder, name), symbol: null, compile: false };
    };
    expect(rows.map(({ label, use }) => [label, use])).toEqual([
      ["HierarchicalDRF", { kind: "builtin", name: "hierarchical" }],
      ["a.lua", file("a.lua", "lua")],
      ["a.py", file("a.py", "python")],
      ["a.js", file("a.js", "javascript")],
      ["a.mjs", file("a.mjs", "javascript")],
      ["a.ts", file("a.ts", "javascript")],
      ["a.mts", file("a.mts", "javascript")],
      ["liba.so", file("liba.so", "native")],
      ["a.dylib", { ...file("a.dylib", "native"), symbol: "org_a" }],
      ["a.c", { ...file("a.c", "native"), compile: true }],
    ]);
  });

  it("is hierarchical alone when there is none", async () => {
    const { rows } = await loadText(SMALL);
    expect(rows.map(({ label, use }) => [label, use])).toEqual([
      ["hierarchical", { kind: "builtin", name: "hierarchical" }],
    ]);
  });

  it("is checked whole", async () => {
    const text = `${SMALL}allocators:
  - { use: hierarchicl }
  - { use: gone.lua }
  - { use: dir.lua }
  - { use: empty.lua }
  - { use: a.txt }
  - { use: a }
  - { use: ./b }
  - { use: a.lua#symbol }
  - { label: x, use: hierarchical }
  - { label: x, use: a.py }
  - { use: a.py, parameters: { list: [1] } }
  - { label: "a=b", use: hierarchical }
  - { label: y }
  - { use: zzzzzzzzzzzzzzzz }
`;
    const kinds =
      "an allocator's file ends in one of .lua, .py, .js, .mjs, .ts, .mts, .so, .dylib, .c, .cpp, and this has";
    expect(await complaintsOf(text, {}, folderWithAllocators())).toEqual([
      's.yaml:6:12: "hierarchicl": there is no such allocator; did you mean "hierarchical"?',
      's.yaml:7:12: "gone.lua": there is no such file; check the path; it stands for gone.lua',
      `s.yaml:8:12: "dir.lua": is a directory, not an allocator's file; name a file in it`,
      's.yaml:9:12: "empty.lua": the file is empty; write an allocator into it, or name another file',
      `s.yaml:10:12: "a.txt": ${kinds} the extension .txt; name a file of a known kind`,
      `s.yaml:11:12: "a": ${kinds} no extension; name a file of a known kind`,
      `s.yaml:12:12: "./b": ${kinds} no extension; name a file of a known kind`,
      's.yaml:13:12: "a.lua#symbol": only a native allocator has a symbol; write a.lua alone',
      's.yaml:15:14: "x": two allocators have this label; give one of them another label',
      's.yaml:16:38: "[1]": a run takes one value here; a list of them is an axis of workbench compare; choose one with --set allocators.a.py.parameters.list=1, or try them all with workbench compare',
      's.yaml:17:14: "a=b": a label is a text of one line, of at most 200 characters and without "="; write for example held back',
      "s.yaml:18:5: an entry of allocators needs the key use; add use: ...",
      's.yaml:19:12: "zzzzzzzzzzzzzzzz": there is no such allocator; name one of hierarchical, HierarchicalDRF, or a file',
    ]);
  });

  it("gives each row its parameters and limits", async () => {
    const text = `${SMALL}limits: { callTimeout: 30s, runTimeout: 5m, steps: 1000000, memory: 2GB, output: 1MB, stack: 64KB }
allocators:
  - { use: hierarchical, parameters: { grace: 30, fast: true, name: x } }
  - { label: other, use: hierarchical, overrides: { limits: { callTimeout: none, runTimeout: none, steps: none, memory: none, output: none, stack: none } } }
`;
    const { rows } = await loadText(text);
    expect(rows.map((row) => [row.parameters, row.limits])).toEqual([
      [
        { grace: 30, fast: true, name: "x" },
        {
          callMs: 30_000,
          runMs: 300_000,
          steps: 1_000_000,
          memoryBytes: 2 * 1024 ** 3,
          outputBytes: 1024 ** 2,
          stackBytes: 64 * 1024,
        },
      ],
      [{}, { callMs: null, runMs: null, steps: null, memoryBytes: null, outputBytes: null, stackBytes: null }],
    ]);
    expect((await loadText(text, { limits: { callMs: 5 } })).rows.map((row) => row.limits.callMs)).toEqual([5, 5]);
    expect((await loadText(SMALL)).rows[0]?.limits).toEqual({
      callMs: 10_000,
      runMs: null,
      steps: null,
      memoryBytes: 1024 ** 3,
      outputBytes: 10 * 1024 ** 2,
      stackBytes: null,
    });
  });
});

describe("--allocator", () => {
  const LIST = `${SMALL}allocators:
  - { label: held back, use: hierarchical, parameters: { grace: 30 } }
  - { label: a.lua, use: hierarchical }
  - { label: broken, use: gone.lua }
`;

  it("replaces the list: by label, then built-in, then file", async () => {
    const folder = folderWithAllocators();
    const { rows } = await loadText(LIST, { allocators: ["./a.lua#x", "held back", "HierarchicalDRF"] }, folder).catch(
      () => ({ rows: [] }),
    );
    expect(rows).toEqual([]);
    const loaded = await loadText(LIST, { allocators: ["a.lua", "held back", "HierarchicalDRF", "liba.so#s"] }, folder);
    expect(loaded.rows.map((row) => [row.label, row.use.kind, row.parameters])).toEqual([
      ["a.lua", "builtin", {}],
      ["held back", "builtin", { grace: 30 }],
      ["HierarchicalDRF", "builtin", {}],
      ["liba.so", "file", {}],
    ]);
  });

  it("takes files from the current directory, not from the scenario's", async () => {
    const folder = folderWithAllocators();
    const elsewhere = scratchFolder();
    const { rows } = await loadText(SMALL, { allocators: ["a.py"], cwd: folder }, elsewhere);
    expect(rows[0]?.use).toMatchObject({ language: "python", path: join(folder, "a.py") });
  });

  it("is checked whole, and does not need the rest of the list", async () => {
    const folder = folderWithAllocators();
    const allocators = ["held bck", "gone.py", "dir.lua", "empty.lua", "a.txt", "broken", "a.py", "./a.py"];
    expect(await complaintsOf(LIST, { allocators }, folder)).toEqual([
      '--allocator: "held bck": there is no such allocator; did you mean "held back"?',
      '--allocator: "gone.py": there is no such file; check the path; it stands for gone.py',
      `--allocator: "dir.lua": is a directory, not an allocator's file; name a file in it`,
      '--allocator: "empty.lua": the file is empty; write an allocator into it, or name another file',
      `--allocator: "a.txt": an allocator's file ends in one of .lua, .py, .js, .mjs, .ts, .mts, .so, .dylib, .c, .cpp, and this has the extension .txt; name a file of a known kind`,
      '--allocator: "./a.py": two allocators have the label a.py; name each allocator once, rename one of the files, or give it a label under the scenario\'s allocators',
      's.yaml:8:27: "gone.lua": there is no such file; check the path; it stands for gone.lua',
    ]);
    expect(await complaintsOf(LIST, { allocators: ["held back"] }, folder)).toEqual([]);
  });
});
