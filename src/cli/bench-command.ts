import { existsSync } from "node:fs";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";
import { bench } from "../bench/bench.js";
import { BENCH_PARTS, type BenchDocument, type BenchPart, type LanguageRow } from "../bench/bench-document.js";
import { benchText } from "../bench/bench-text.js";
import { formatDocument } from "../report/to-run-document.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";

/** The flags of `workbench bench` as commander hands them over. */
export interface BenchFlagTexts {
  readonly part?: readonly string[];
  readonly journals?: string;
  readonly quick?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/**
 * `workbench bench`. Targets that are missed fail nothing: they depend on the machine.
 * @throws BadInput before anything is timed
 */
export async function benchCommand(texts: BenchFlagTexts, console: Console): Promise<ExitCode> {
  const { parts, journals } = readFlags(texts);
  const document = await bench({
    quick: texts.quick ?? false,
    parts,
    journals,
    tell: (what) => (texts.quiet ? undefined : console.note(`bench: ${what}`)),
    print: (line) => (texts.quiet ? undefined : console.note(`bench| ${line}`)),
  });
  if (texts.json) console.result(formatDocument(document));
  else if (!texts.quiet) console.result(benchText(document, { width: console.width, colors: console.colors }));
  return exitCode(document);
}

function readFlags(texts: BenchFlagTexts): { parts: ReadonlySet<BenchPart>; journals: string | null } {
  const complaints: Complaint[] = [];
  for (const name of texts.part ?? []) if (!isPart(name)) complaints.push(unknownPart(name));
  const [place, folder] =
    texts.journals === undefined
      ? ["WORKBENCH_JOURNALS", process.env.WORKBENCH_JOURNALS]
      : ["--journals", texts.journals];
  if (folder !== undefined && !existsSync(folder)) {
    const nextStep = "name the folder that holds the recorded journals";
    complaints.push({ place, value: folder, rule: "there is no such folder", nextStep });
  }
  if (complaints.length > 0) throw new BadInput(complaints);
  return { parts: new Set(texts.part?.filter(isPart) ?? BENCH_PARTS), journals: folder ?? null };
}

function isPart(name: string): name is BenchPart {
  return (BENCH_PARTS as readonly string[]).includes(name);
}

function unknownPart(value: string): Complaint {
  const near = nearest(value, BENCH_PARTS);
  const nextStep = near === undefined ? "choose one of them, or leave the flag out" : `did you mean ${near}?`;
  return { place: "--part", value, rule: `the parts are ${BENCH_PARTS.join(", ")}`, nextStep };
}

/** A broken allocator goes before offers that differ from the recorded ones, or from one language to another. */
function exitCode({ recorded, scaling, day, languages, modules, report }: BenchDocument): ExitCode {
  const measured = [
    ...(recorded?.journals ?? []),
    ...(scaling?.rows ?? []),
    ...(scaling === null ? [] : [{ ours: scaling.whole }, { ours: scaling.filters }]),
    ...(day === null ? [] : [{ ours: day }]),
    ...(languages?.rows ?? []),
    ...(languages?.rows ?? []).map(({ start }) => ({ ours: start })),
    ...(report === null ? [] : [{ ours: report }]),
    ...(modules === null ? [] : [{ ours: modules.border }, { ours: modules.manifest }]),
  ];
  if (measured.some(({ ours }) => ours.status === "failed")) return EXIT.failed;
  const isAsRecorded = (recorded?.journals ?? []).every(({ ours }) => ours.status !== "ok" || ours.identical);
  return isAsRecorded && isSameInEachLanguage(languages?.rows ?? []) ? EXIT.held : EXIT.notHeld;
}

function isSameInEachLanguage(rows: readonly LanguageRow[]): boolean {
  return new Set(rows.flatMap(({ ours }) => (ours.status === "ok" ? ours.decisionsHash : []))).size <= 1;
}
