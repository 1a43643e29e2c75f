import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { packageFile } from "../../base/package-files.js";
import { prepareAllocators } from "../../run/prepare-allocators.js";
import type { PreparedAllocator } from "../../run/prepared-allocator.js";
import { DEFAULT_LUA_ENGINE } from "../../runtimes/lua/load-lua.js";
import { type AllocatorReference, DEFAULT_LIMITS } from "../../scenario/scenario.js";
import type { LanguageRow, LanguagesPart } from "../bench-document.js";
import type { BenchSetting } from "../bench-setting.js";
import { compiled } from "../compiled.js";
import { measure } from "../measure.js";
import type { Measured } from "../measurement.js";
import { inScratchFolder } from "../scratch-folder.js";
import { ECHO_SOURCES } from "./echo-source.js";
import { EDITIONS, type Edition } from "./edition.js";
import type { LanguageRunFigures } from "./language-run.js";
import { markedSource } from "./marked-source.js";
import { MARKED } from "./open-edition.js";
import { measureStart, type StartFigures, type StartOptions } from "./start-up.js";

/** The reference allocator in every language on one and the same cluster: what a cycle costs, and where it goes. */
export async function measureLanguages(setting: BenchSetting): Promise<LanguagesPart> {
  const { agents, frameworks } = setting.sizes.languages;
  const measured: Unrelated[] = [];
  for (const edition of EDITIONS) measured.push(await measureEdition(edition, setting));
  return { agents, frameworks, rows: measured.map((row) => related(row, measured[0] as Unrelated)) };
}

type Unrelated = Pick<LanguageRow, "name" | "language" | "ours" | "start">;

function measureEdition(edition: Edition, setting: BenchSetting): Promise<Unrelated> {
  return inScratchFolder(async (write) => {
    const row = { name: edition.name, language: edition.language };
    const files = await filesOf(edition, write);
    if (files.status !== "ok") return { ...row, ours: files, start: files };
    setting.tell(`${edition.name}: cycles`);
    const { starts, ...size } = setting.sizes.languages;
    const ours = await measure({ kind: "language", course: { edition, ...files, ...size } }, setting.print);
    setting.tell(`${edition.name}: starts`);
    const imagePath = edition.language === "python" ? write("python.image", "") : null;
    return { ...row, ours, start: await startOf(edition, setting, { starts, imagePath }) };
  });
}

interface EditionFiles {
  readonly path: string;
  readonly markedPath: string;
  readonly echoPath: string;
}

/** The reference, its marked copy and the echo, compiled where that is to be done: the measuring process has no compiler. */
async function filesOf(
  { language, file }: Edition,
  write: (name: string, text: string) => string,
): Promise<Measured<EditionFiles>> {
  if (language === "builtin") return { status: "ok", path: "", markedPath: MARKED, echoPath: "" };
  const original = readFileSync(reference(file), "utf8");
  const copy = write(basename(file), original);
  const marked = write(file.replace("drf", "marked"), markedSource(language, original));
  const echo = write(file.replace("drf", "echo"), ECHO_SOURCES[language]);
  if (language !== "native") return { status: "ok", path: copy, markedPath: marked, echoPath: echo };
  const libraries: string[] = [];
  for (const source of [copy, marked, echo]) {
    const made = await compiled(source);
    if (made.status !== "ok") return made;
    libraries.push(made.library);
  }
  const [path, markedPath, echoPath] = libraries as [string, string, string];
  return { status: "ok", path, markedPath, echoPath };
}

async function startOf(
  edition: Edition,
  setting: BenchSetting,
  options: StartOptions,
): Promise<Measured<StartFigures>> {
  const uses = [{ use: useOf(edition), limits: DEFAULT_LIMITS, print: setting.print }];
  const [prepared] = (await prepareAllocators(uses, edition.engine ?? DEFAULT_LUA_ENGINE)) as [PreparedAllocator];
  switch (prepared.kind) {
    case "ready":
      return measureStart(prepared.allocator, options);
    case "failed":
      return { status: "failed", failure: prepared.failure };
    case "skipped":
      return { status: "skipped", skipped: prepared.reason };
  }
}

function useOf({ language, file }: Edition): AllocatorReference {
  if (language === "builtin") return { kind: "builtin", name: "reference-drf" };
  return { kind: "file", language, path: reference(file), symbol: null, compile: language === "native" };
}

function reference(file: string): string {
  return packageFile("allocators", "reference", file);
}

/** What only a comparison tells. */
function related(row: Unrelated, builtin: Unrelated): LanguageRow {
  const [ours, theirs] = [figuresOf(row), figuresOf(builtin)];
  if (ours === null)
    return { ...row, timesTypeScript: null, borderOfGuest: null, borderUs: null, memoryBeyondBytes: null };
  const { borderMs, guestMs, operations, peakMemoryBytes } = ours;
  return {
    ...row,
    timesTypeScript: theirs === null ? null : ours.callMs / theirs.callMs,
    // So short a time may be lost in the echo's.
    borderOfGuest: guestMs === 0 ? null : borderMs / guestMs,
    borderUs: (borderMs * 1000) / operations,
    memoryBeyondBytes: theirs === null ? null : Math.max(0, peakMemoryBytes - theirs.peakMemoryBytes),
  };
}

function figuresOf({ ours }: Unrelated): LanguageRunFigures | null {
  return ours.status === "ok" ? ours : null;
}
