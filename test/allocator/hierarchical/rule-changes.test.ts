import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Journal, readJournal } from "../../../src/journal/read-journal.js";
import { FILTER_RULE_CHANGES } from "./filter-rule-changes.js";
import { OFFER_RULE_CHANGES } from "./offer-rule-changes.js";
import { QUOTA_RULE_CHANGES } from "./quota-rule-changes.js";
import type { RuleChange } from "./rule-change.js";
import { SHARE_RULE_CHANGES } from "./share-rule-changes.js";

const JOURNALS = process.env.WORKBENCH_JOURNALS ?? "";
const PROJECT = join(import.meta.dirname, "..", "..", "..");
const COMPILED = join(PROJECT, "dist", "src");
/** What a replay needs of the compiled code. */
const LAYERS = ["base", "cluster", "allocator", "journal"];
const NAMES = JOURNALS === "" ? [] : ["cases", "golden"].flatMap(journalsIn);

function journalsIn(folder: string): string[] {
  return readdirSync(join(JOURNALS, folder))
    .sort()
    .map((name) => `${folder}/${name}`);
}

const journals = new Map<string, Journal>();

function journal(name: string): Journal {
  const read = journals.get(name) ?? readJournal(join(JOURNALS, name));
  journals.set(name, read);
  return read;
}

/** Inside the project, so that the copies find its packages. */
let scratch = "";

/** A copy of the compiled code, under a path of its own so that its modules are loaded anew. */
function copyCompiled(): string {
  const copy = mkdtempSync(join(scratch, "copy-"));
  for (const layer of LAYERS) {
    cpSync(join(COMPILED, layer), join(copy, layer), { recursive: true, filter: (file) => !file.endsWith(".map") });
  }
  return copy;
}

/** @throws Error when there is not exactly one place to change */
function change(copy: string, { file, find, replace }: RuleChange): void {
  const path = join(copy, "allocator", file);
  const [before, after, ...more] = readFileSync(path, "utf8").split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    const found = after === undefined ? "nowhere" : `${more.length + 1} times`;
    throw new Error(`${file} has ${found}: ${find}\nbuild anew, or bring the list of rule changes up to the code`);
  }
  writeFileSync(path, `${before}${replace}${after}`);
}

/** Replays one journal with the allocator of a copy. */
type ReplayJournal = (name: string) => Promise<"identical" | "differs" | "illegal">;

/** Only wrong decisions show a change: an allocator that throws was changed into something that does not work. */
async function load(copy: string): Promise<ReplayJournal> {
  const from = (file: string): string => pathToFileURL(join(copy, file)).href;
  const { replay }: typeof import("../../../src/journal/replay.js") = await import(from("journal/replay.js"));
  const { AllocatorFailure }: typeof import("../../../src/allocator/failure.js") = await import(
    from("allocator/failure.js")
  );
  const { createHierarchical }: typeof import("../../../src/allocator/hierarchical/hierarchical.js") = await import(
    from("allocator/hierarchical/hierarchical.js")
  );
  return async (name) => {
    try {
      return (await replay(journal(name), createHierarchical)).identical ? "identical" : "differs";
    } catch (error) {
      if (error instanceof AllocatorFailure && error.kind === "illegalDecision") return "illegal";
      throw error;
    }
  };
}

/** @returns the first journal that shows the change, the likely one asked first */
async function firstCatcher(replayJournal: ReplayJournal, likely: string): Promise<string | undefined> {
  for (const name of [likely, ...NAMES.filter((other) => other !== likely)]) {
    if ((await replayJournal(name)) !== "identical") return name;
  }
  return undefined;
}

describe.skipIf(JOURNALS === "")("the recorded journals hold the built-in allocator to its rules", () => {
  beforeAll(() => {
    const cache = join(PROJECT, "node_modules", ".cache");
    mkdirSync(cache, { recursive: true });
    scratch = mkdtempSync(join(cache, "rule-changes-"));
    writeFileSync(join(scratch, "package.json"), '{"type":"module"}');
  });

  afterAll(() => rmSync(scratch, { recursive: true }));

  it("an unchanged copy answers every journal as recorded", async () => {
    const replayJournal = await load(copyCompiled());
    const outcomes = new Map<string, string>();
    for (const name of NAMES) outcomes.set(name, await replayJournal(name));
    expect([...outcomes].filter(([, outcome]) => outcome !== "identical")).toEqual([]);
    expect(outcomes.size).toBeGreaterThan(0);
  });

  it.each([...SHARE_RULE_CHANGES, ...QUOTA_RULE_CHANGES, ...OFFER_RULE_CHANGES, ...FILTER_RULE_CHANGES])(
    "$rule",
    async (ruleChange) => {
      const copy = copyCompiled();
      change(copy, ruleChange);
      const catcher = await firstCatcher(await load(copy), ruleChange.caughtBy);
      const { rule, caughtBy } = ruleChange;
      expect(catcher, `a change of "${rule}" is caught by ${catcher ?? "no journal"}`).toBe(caughtBy);
    },
  );
});
