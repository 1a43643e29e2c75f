import { readdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { compareBytes } from "../base/byte-order.js";
import type { Manifest } from "./manifest.js";
import { manifestSource } from "./manifest-source.js";
import { readManifestText, systemReason } from "./manifest-text.js";
import { readJson } from "./read-json.js";
import { readManifest } from "./read-manifest.js";

export interface ManifestFlags {
  /** `--modules`: inline JSON, `file://PATH` or a path. */
  readonly modules?: string;
  /** `--modules-dir`, alias `--modules_dir` */
  readonly modulesDir?: string;
}

export interface ReadManifests {
  /** In the order in which they are to be loaded; none without a flag. */
  readonly manifests: readonly Manifest[];
  readonly warnings: readonly Complaint[];
}

/** @throws BadInput with everything that is wrong with any of the manifests; nothing has been opened */
export function readManifests({ modules, modulesDir }: ManifestFlags): ReadManifests {
  if (modules !== undefined && modulesDir !== undefined) {
    const rule = "--modules and --modules-dir exclude each other"; // M13
    throw new BadInput([{ place: "--modules-dir", value: modulesDir, rule, nextStep: "give one of them" }]);
  }
  if (modules !== undefined) return readManifestValue(modules, { place: "--modules", folder: "." });
  if (modulesDir !== undefined) return readManifestFolder(modulesDir);
  return { manifests: [], warnings: [] };
}

/** Who gave a value that stands for a manifest. */
export interface ManifestOrigin {
  /** The flag, or the place in a scenario: what complaints about inline JSON begin with. */
  readonly place: string;
  /** What a relative path starts from. */
  readonly folder: string;
}

/** @throws BadInput */
export function readManifestValue(value: string, { place, folder }: ManifestOrigin): ReadManifests {
  const source = manifestSource(value, folder);
  if (source.kind === "inline") return readAll([() => readInline(place, source.text)]);
  if (source.path === "") {
    // What is left of a placeholder that somebody's template dropped (D16).
    const nextStep = "write file:///PATH, or the JSON itself";
    throw new BadInput([{ place, value, rule: "the path of the manifest is empty", nextStep }]);
  }
  const path = folder === "." || isAbsolute(source.path) ? source.path : join(folder, source.path);
  return readAll([() => readFile(path)]);
}

/**
 * Every entry of the folder is a manifest, in byte order of names (M12). No filter: a README, a hidden file or a folder in
 * it is a mistake. Unlike Mesos, which stops at the first, this tells of all.
 */
function readManifestFolder(folder: string): ReadManifests {
  const names = entriesOf(folder).sort(compareBytes);
  return readAll(names.map((name) => () => readFile(join(folder, name))));
}

function entriesOf(folder: string): string[] {
  if (folder === "") throw refusedFolder(folder, "the path of the folder is empty");
  try {
    return readdirSync(folder);
  } catch (error) {
    throw refusedFolder(folder, `the folder cannot be read: ${systemReason(error)}`);
  }
}

function refusedFolder(value: string, rule: string): BadInput {
  return new BadInput([{ place: "--modules-dir", value, rule, nextStep: "name a folder that holds manifests alone" }]);
}

interface ReadOne {
  readonly manifest: Manifest;
  readonly warnings: readonly Complaint[];
}

function readFile(path: string): ReadOne {
  return readText(path, readManifestText(path, path));
}

function readInline(place: string, text: string): ReadOne {
  try {
    return readText(place, text);
  } catch (error) {
    if (!(error instanceof BadInput) || /^\s*[{[]/.test(text) || text.trim() === "") throw error;
    // M3: whatever is no path is JSON. More likely than bare words for JSON is a path that is not there.
    const rule = "neither JSON nor the path of a file that exists";
    throw new BadInput([{ place, value: text, rule, nextStep: "check the path, or write JSON that begins with {" }]);
  }
}

function readText(source: string, text: string): ReadOne {
  const { document, warnings } = readJson(source, text);
  const read = readManifest(source, document);
  return { manifest: read.manifest, warnings: [...warnings, ...read.warnings] };
}

function readAll(readers: readonly (() => ReadOne)[]): ReadManifests {
  const read: ReadOne[] = [];
  const complaints: Complaint[] = [];
  for (const reader of readers) {
    try {
      read.push(reader());
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      complaints.push(...error.complaints);
    }
  }
  if (complaints.length > 0) throw new BadInput(complaints);
  return { manifests: read.map(({ manifest }) => manifest), warnings: read.flatMap(({ warnings }) => warnings) };
}
