import { availableParallelism, cpus, totalmem } from "node:os";
import type { BenchDocument, BenchPart, MachineFigures, ReferenceTime } from "./bench-document.js";
import type { BenchSetting } from "./bench-setting.js";
import { measureDay } from "./day-part.js";
import { measureLanguages } from "./languages/languages-part.js";
import { referenceMs } from "./machine-speed.js";
import { measureModules } from "./modules-part.js";
import { measureRecorded } from "./recorded-part.js";
import { measureReport } from "./report-part.js";
import { measureScaling } from "./scaling-part.js";
import { FULL_SIZES, QUICK_SIZES } from "./sizes.js";
import { judgeTargets } from "./targets.js";

export interface BenchOptions extends Omit<BenchSetting, "sizes"> {
  readonly quick: boolean;
  readonly parts: ReadonlySet<BenchPart>;
}

/** Times one thing after the other, each in a process of its own. @throws BadInput when a journal is refused */
export async function bench({ quick, parts, ...rest }: BenchOptions): Promise<BenchDocument> {
  const setting: BenchSetting = { ...rest, sizes: quick ? QUICK_SIZES : FULL_SIZES };
  const reference: ReferenceTime[] = [{ after: "nothing", ms: referenceMs() }];
  const timed = async <Figures>(part: BenchPart, time: (setting: BenchSetting) => Promise<Figures>) => {
    if (!parts.has(part)) return null;
    const figures = await time(setting);
    reference.push({ after: part, ms: referenceMs() });
    return figures;
  };
  const recorded = await timed("recorded", measureRecorded);
  const scaling = await timed("scaling", measureScaling);
  const day = await timed("day", measureDay);
  const languages = await timed("languages", measureLanguages);
  const modules = await timed("modules", measureModules);
  const report = await timed("report", measureReport);
  const machine = machineFigures(reference);
  const figures = { quick, machine, recorded, scaling, day, languages, modules, report };
  return { ...figures, targets: judgeTargets(figures) };
}

function machineFigures(reference: readonly ReferenceTime[]): MachineFigures {
  return {
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    reference,
  };
}
