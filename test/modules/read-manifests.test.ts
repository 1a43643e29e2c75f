import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ManifestFlags, readManifests, readManifestValue } from "../../src/modules/read-manifests.js";
import { complaintLines } from "./complaint-lines.js";

/** A folder with these files; it is gone after the test. */
function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "manifests-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const listing = (library: string) => JSON.stringify({ libraries: [{ name: library }] });
/** What is listed, manifest by manifest. */
const listedBy = (flags: ManifestFlags) =>
  readManifests(flags).manifests.map(({ source, libraries }) => [source, ...libraries.map(({ library }) => library)]);
/** With the scratch folder left out. */
const complaintsOf = (flags: ManifestFlags, folder = "\0") =>
  complaintLines(() => readManifests(flags)).map((line) => line.replaceAll(folder, ""));

describe("--modules", () => {
  it("takes what follows file:// for a path, as it is (M1)", () => {
    const folder = folderWith({ "a%20b.conf": listing("a") });
    expect(listedBy({ modules: `file://${folder}/a%20b.conf` })).toEqual([[`${folder}/a%20b.conf`, { name: "a" }]]);
    const value = { place: "s.yaml:3:10", folder };
    expect(readManifestValue("file://a%20b.conf", value).manifests[0]?.source).toBe(join(folder, "a%20b.conf"));
  });

  it("takes what begins with a slash for a path, there or not (M2)", () => {
    const folder = folderWith({ manifest: listing("a") });
    expect(listedBy({ modules: `${folder}/manifest` })).toEqual([[`${folder}/manifest`, { name: "a" }]]);
    expect(complaintsOf({ modules: "/nowhere/manifest" })[0]).toMatch(/^\/nowhere\/manifest: cannot be read/);
  });

  it("takes anything else for JSON, with places in the flag (M3)", () => {
    expect(listedBy({ modules: listing("a") })).toEqual([["--modules", { name: "a" }]]);
    expect(complaintsOf({ modules: '{\n "libraries": [,]}' })).toEqual([
      "--modules:2:16: not valid JSON: a value is missing here; write a value, or take the punctuation away",
    ]);
  });

  it("takes a relative path that ends in .json or is there for a path, which M3 would not", () => {
    const folder = folderWith({ "modules.json": listing("a"), manifest: listing("b") });
    const origin = { place: "--modules", folder };
    for (const name of ["modules.json", "./manifest"]) {
      expect(readManifestValue(name, origin).manifests[0]?.source).toBe(join(folder, name));
    }
    expect(complaintsOf({ modules: "no/modules.json" })[0]).toMatch(/^no\/modules\.json: cannot be read/);
    expect(complaintsOf({ modules: "no-such-file" })).toEqual([
      '--modules: "no-such-file": neither JSON nor the path of a file that exists; check the path, or write JSON that begins with {',
    ]);
  });

  it("does not take the content of a file for a path once more: M4 is an accident", () => {
    const folder = folderWith({ "real.json": listing("a") });
    writeFileSync(join(folder, "link.json"), join(folder, "real.json"));
    expect(complaintsOf({ modules: `${folder}/link.json` }, folder)[0]).toMatch(
      /^\/link\.json:1:1: not valid JSON: neither a value nor punctuation/,
    );
  });

  it("names the path of what cannot be read, and the system's reason (M5)", () => {
    const folder = folderWith({ "latin1.json": Buffer.from([0x7b, 0xe9, 0x7d]) });
    mkdirSync(join(folder, "sub"));
    expect(complaintsOf({ modules: `${folder}/gone.json` }, folder)).toEqual([
      "/gone.json: cannot be read: no such file or directory (ENOENT); check the path and its permissions",
    ]);
    expect(complaintsOf({ modules: `${folder}/sub` }, folder)).toEqual([
      "/sub: is a directory, not a manifest; name a file in it, or use --modules-dir",
    ]);
    expect(complaintsOf({ modules: "/dev/null" })).toEqual([
      "/dev/null: is not a regular file, so not a manifest; name a file",
    ]);
    expect(complaintsOf({ modules: `${folder}/latin1.json` }, folder)).toEqual([
      "/latin1.json: a manifest is UTF-8 text, and this file is not; save it as UTF-8, or name another file",
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("says so of a file that may not be read (M5; not as root, who may)", () => {
    const folder = folderWith({ "secret.json": "{}" });
    chmodSync(join(folder, "secret.json"), 0);
    expect(complaintsOf({ modules: `${folder}/secret.json` }, folder)[0]).toContain("permission denied (EACCES)");
  });

  it.each(["", "file://"])("refuses %j: a placeholder that was eaten leaves an empty path (D16)", (modules) => {
    expect(complaintsOf({ modules })).toEqual([
      `--modules: ${JSON.stringify(modules)}: the path of the manifest is empty; write file:///PATH, or the JSON itself`,
    ]);
  });

  it("ignores a byte order mark in a file", () => {
    const folder = folderWith({ "bom.json": `\ufeff${listing("a")}` });
    expect(listedBy({ modules: `${folder}/bom.json` })).toHaveLength(1);
  });
});

describe("--modules-dir", () => {
  it("takes every file of a folder, in byte order of names (M12, D27)", () => {
    const folder = folderWith({
      "b.json": listing("b"),
      "B.json": listing("B"),
      "\u{ff5e}": listing("u"),
      "\u{1f600}": "{}",
      ".hidden": "{}",
    });
    expect(listedBy({ modulesDir: folder }).map(([source]) => source)).toEqual(
      [".hidden", "B.json", "b.json", "\u{ff5e}", "\u{1f600}"].map((name) => join(folder, name)),
    );
  });

  it("has no filter: a README, a hidden file or a folder in it is a mistake, and all are told (M12)", () => {
    const folder = folderWith({ "README.md": "# Modules\n", ".swp": "", "good.json": "{}" });
    mkdirSync(join(folder, "old"));
    expect(complaintsOf({ modulesDir: folder }, folder)).toEqual([
      "/.swp:1:1: there is no JSON here, only emptiness; write at least {}",
      expect.stringMatching(/^\/README\.md:1:1: not valid JSON/),
      "/old: is a directory, not a manifest; name a file in it, or use --modules-dir",
    ]);
  });

  it("must be a folder (M12)", () => {
    const folder = folderWith({ file: "" });
    const nextStep = "name a folder that holds manifests alone";
    expect(complaintsOf({ modulesDir: `${folder}/gone` }, folder)).toEqual([
      `--modules-dir: "/gone": the folder cannot be read: no such file or directory (ENOENT); ${nextStep}`,
    ]);
    expect(complaintsOf({ modulesDir: `${folder}/file` }, folder)[0]).toContain("not a directory (ENOTDIR)");
    expect(complaintsOf({ modulesDir: "" })).toEqual([
      `--modules-dir: "": the path of the folder is empty; ${nextStep}`,
    ]);
  });

  it("is not given together with --modules; without either nothing is loaded (M13)", () => {
    expect(complaintsOf({ modules: "{}", modulesDir: "d" })).toEqual([
      '--modules-dir: "d": --modules and --modules-dir exclude each other; give one of them',
    ]);
    expect(readManifests({})).toEqual({ manifests: [], warnings: [] });
  });

  it("passes on the warnings of all its files", () => {
    const folder = folderWith({ "a.json": '{"librarys": []}', "b.json": '{"libraries": [], "libraries": []}' });
    expect(readManifests({ modulesDir: folder }).warnings.map(({ value }) => value)).toEqual(["librarys", "libraries"]);
  });
});
