import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allocatorOptions } from "../../../src/allocator/allocator-options.js";
import { packageFile } from "../../../src/base/package-files.js";
import { readJournal } from "../../../src/journal/read-journal.js";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { type AllocatorSource, loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { HAS_COMPILER } from "../../fixtures/allocators/c-library.js";
import { journalFolder } from "../../journal/journal-file-fixture.js";

type Answer = string | number | { readonly error: string };

/** What came before the call, and what the SDK answers in it, whatever the language. */
interface SdkCase {
  readonly name: string;
  /** Journal lines; a framework's usual fields are left out. */
  readonly history: readonly Readonly<Record<string, unknown>>[];
  readonly options?: Readonly<Record<string, unknown>>;
  /** Each in the words of the script in asks.*, and what comes of it: in their order, since offers count at once. */
  readonly asks: readonly { readonly ask: readonly string[]; readonly answer: Answer }[];
}

const FOLDER = packageFile("test", "conformance", "sdk");
const CASES = JSON.parse(readFileSync(`${FOLDER}/sdk-cases.json`, "utf8")) as readonly SdkCase[];

const LANGUAGES: readonly (readonly [name: string, source: AllocatorSource])[] = [
  ...LUA_ENGINES.map((luaEngine) => [`Lua (${luaEngine})`, { path: `${FOLDER}/asks.lua`, luaEngine }] as const),
  ["Python", { path: `${FOLDER}/asks.py` }],
  ["JavaScript", { path: `${FOLDER}/asks.js` }],
];

/** What C does not have: texts of resources and the like; and its functions do not look at what they are given. */
const NOT_IN_C = [
  ...["resources", "zeros", "quantity", "plus", "subscriptions", "candidates", "dominantShare", "isGpuAgentClosedTo"],
  ...["roleDemand", "tasks", "bestFit", "free", "metric"],
];
const isInC = ({ ask, answer }: SdkCase["asks"][number]) =>
  !NOT_IN_C.includes(ask[0] as string) && typeof answer !== "object";
const C_CASES = CASES.map((each) => ({ ...each, asks: each.asks.filter(isInC) })).filter(({ asks }) => asks.length > 0);

const OPTIONS = {
  allocationInterval: "1s",
  roleSorter: "drf",
  frameworkSorter: "drf",
  minAllocatable: ["cpus:0.01", "mem:32"],
  fairnessExclude: [],
  filterGpuResources: true,
};

/** What is left out in the cases, by operation. */
const USUAL: Readonly<Record<string, object>> = {
  addFramework: { capabilities: ["MULTI_ROLE"], suppressedRoles: [], active: true },
  addAgent: { used: [] },
};

const scratch = journalFolder();

/** What the SDK answers at the end of the history. */
async function answers({ history, options, asks }: SdkCase, source: AllocatorSource): Promise<Answer[]> {
  const header = { journal: 1, source: "sdk-cases", agentOrder: "id", options: { ...OPTIONS, ...options } };
  const lines = [header, ...history.map((line) => ({ ...USUAL[line.op as string], ...line }))];
  const journal = readJournal(
    scratch.write(
      "history.jsonl",
      lines.map((line) => JSON.stringify(line)),
    ),
  );
  const given: Answer[] = [];
  const context = {
    directory: journal.directory,
    options: allocatorOptions(journal.header.options, journal.directory.resourceKeys),
    parameters: { questions: asks.map(({ ask }) => ask.join("\t")).join("\n") },
    seed: 1,
    onSample: ({ name, value }: { name: string; value: number }) => {
      given[Number(name.slice("answer.".length)) - 1] = value;
    },
  };
  const print = (line: string) => {
    const [number = "", text = ""] = line.split("\t");
    given[Number(number) - 1] = text;
  };
  const allocator = await loadAllocator({ ...source, print }, context, UNLIMITED);
  const events = journal.lines.map(({ t, operation }) => ({ t, operation }));
  const decisions = allocator.decide(events.at(-1)?.t ?? 0, events, null);
  for (const { why } of decisions.inverseOffers) print(why ?? "");
  allocator.close();
  return given;
}

/** Of an error the part that all languages say is enough. */
function asExpected(answer: Answer | undefined, expected: Answer): Answer | undefined {
  if (typeof expected === "object" && typeof answer === "string" && answer.startsWith("error: ")) {
    return answer.includes(expected.error) ? expected : { error: answer };
  }
  return answer;
}

describe.each(LANGUAGES)("the SDK of %s", (_, source) => {
  it.each(CASES.map((each) => [each.name, each] as const))("answers as all do: %s", async (_, sdkCase) => {
    const given = await answers(sdkCase, source);
    const told = sdkCase.asks.map(({ ask, answer }, n) => ({ ask, answer: asExpected(given[n], answer) }));
    expect(told).toEqual(sdkCase.asks);
  });
});

describe.skipIf(!HAS_COMPILER)("the SDK of C (needs a C compiler)", () => {
  it.each(C_CASES.map((each) => [each.name, each] as const))("answers as all do: %s", async (_, sdkCase) => {
    const given = await answers(sdkCase, { path: `${FOLDER}/asks.c` });
    expect(sdkCase.asks.map(({ ask }, n) => ({ ask, answer: given[n] }))).toEqual(sdkCase.asks);
  });
});
