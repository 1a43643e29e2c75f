import { packageFile } from "../base/package-files.js";
import { prepareAllocators } from "../run/prepare-allocators.js";
import type { PreparedAllocator } from "../run/prepared-allocator.js";
import type { RowLanguage } from "../run/row-result.js";
import { DEFAULT_LUA_ENGINE } from "../runtimes/lua/load-lua.js";
import { type AllocatorReference, DEFAULT_LIMITS } from "../scenario/scenario.js";
import type { LanguageRow } from "./bench-document.js";
import type { BenchSetting } from "./bench-setting.js";
import { languagePlan } from "./language-plan.js";
import { measure } from "./measure.js";
import { timesFaster } from "./ratio.js";

const SEED = 1;
/** It stands in five languages beside each other; the TypeScript one is built in. */
const ALGORITHM = "preemptive-oversubscription";

const FILES: readonly (readonly [extension: string, Exclude<RowLanguage, "builtin">])[] = [
  ["c", "native"],
  ["js", "javascript"],
  ["lua", "lua"],
  ["py", "python"],
];

/** What a cycle costs in each language: one algorithm on one and the same cluster. */
export async function measureLanguages(setting: BenchSetting): Promise<LanguageRow[]> {
  const uses: AllocatorReference[] = [
    { kind: "builtin", name: "hierarchical" },
    { kind: "builtin", name: ALGORITHM },
    ...FILES.map(([extension, language]): AllocatorReference => {
      const path = packageFile("allocators", `${ALGORITHM}.${extension}`);
      return { kind: "file", language, path, symbol: null, compile: language === "native" };
    }),
  ];
  const prepared = await prepareAllocators(
    uses.map((use) => ({ use, limits: DEFAULT_LIMITS, print: setting.print })),
    DEFAULT_LUA_ENGINE,
  );
  const rows: Omit<LanguageRow, "timesBuiltin">[] = [];
  for (const [i, use] of uses.entries()) rows.push(await measureOne(use, prepared[i] as PreparedAllocator, setting));
  return compared(rows);
}

async function measureOne(
  use: AllocatorReference,
  prepared: PreparedAllocator,
  { sizes, tell, print }: BenchSetting,
): Promise<Omit<LanguageRow, "timesBuiltin">> {
  const [allocator, language] =
    use.kind === "builtin" ? [use.name, "builtin" as const] : [ALGORITHM, use.language as RowLanguage];
  const row = { allocator, language };
  if (prepared.kind === "skipped") return { ...row, ours: { status: "skipped", skipped: prepared.reason } };
  if (prepared.kind === "failed") return { ...row, ours: { status: "failed", failure: prepared.failure } };
  tell(`${allocator}, ${language}`);
  const measured = await measure(
    {
      kind: "row",
      job: {
        label: language,
        allocator: prepared.allocator,
        parameters: {},
        plan: languagePlan(sizes.languages, SEED),
        seed: SEED,
        limits: DEFAULT_LIMITS,
        journal: null,
        source: "workbench bench: languages",
      },
    },
    print,
  );
  if (measured.status !== "ok") return { ...row, ours: measured };
  const { metrics, decisionsHash } = measured.figures;
  const figure = (name: string) => metrics[name] as number;
  return {
    ...row,
    ours: {
      status: "ok",
      cycles: figure("cycles"),
      cycleMs: { p50: figure("cycleMs.p50"), p95: figure("cycleMs.p95") },
      wallMs: measured.wallMs,
      peakMemoryBytes: measured.peakMemoryBytes,
      decisionsHash,
    },
  };
}

function compared(rows: readonly Omit<LanguageRow, "timesBuiltin">[]): LanguageRow[] {
  const p50 = ({ ours }: Omit<LanguageRow, "timesBuiltin">) => (ours.status === "ok" ? ours.cycleMs.p50 : null);
  const builtin = rows.find(({ allocator, language }) => allocator === ALGORITHM && language === "builtin");
  return rows.map((row) => {
    const isSame = row.allocator === ALGORITHM && builtin !== undefined;
    return { ...row, timesBuiltin: isSame ? timesFaster(p50(row), p50(builtin)) : null };
  });
}
