import type { ScalingPart, ScalingRow } from "./bench-document.js";
import type { BenchSetting } from "./bench-setting.js";
import type { DeclineCourse, DeclineFigures } from "./decline-run.js";
import { growthExponent } from "./growth.js";
import { measure } from "./measure.js";
import type { Measured } from "./measurement.js";
import { timesFaster } from "./ratio.js";
import { RECORDED_SIZES } from "./recorded-figures.js";

/** The decline benchmark on generated clusters, from small ones to those that no journal was recorded of. */
export async function measureScaling(setting: BenchSetting): Promise<ScalingPart> {
  const { scaling, whole, filters } = setting.sizes;
  const rows: ScalingRow[] = [];
  for (const course of scaling) rows.push(await measureSize(course, setting));
  return {
    rows,
    growth: growthOf(rows),
    whole: await measureCourse(whole, setting),
    filters: await measureCourse(filters, setting),
  };
}

async function measureSize(course: DeclineCourse, setting: BenchSetting): Promise<ScalingRow> {
  const { agents, frameworks } = course;
  const ours = await measureCourse(course, setting);
  const recorded = RECORDED_SIZES.find((size) => size.agents === agents && size.frameworks === frameworks);
  const cppCycleP50 = recorded?.cycleMs.p50 ?? null;
  const ratio = ours.status === "ok" ? timesFaster(cppCycleP50, ours.cycleMs.p50) : null;
  return { agents, frameworks, ours, cppCycleP50, ratio };
}

function measureCourse(course: DeclineCourse, { tell, print }: BenchSetting): Promise<Measured<DeclineFigures>> {
  const { agents, frameworks, roles, saturate } = course;
  const size = `${agents} agents x ${frameworks} frameworks${roles === 1 ? "" : ` x ${roles} roles`}`;
  tell(`${size}${saturate ? ", until all is declined" : ""}`);
  return measure({ kind: "declines", course }, print);
}

function growthOf(rows: readonly ScalingRow[]): ScalingPart["growth"] {
  const measured = rows.flatMap(({ ours }) => (ours.status === "ok" ? [ours] : []));
  const size = ({ agents, frameworks }: DeclineFigures) => agents * frameworks;
  const slope = (x: (figures: DeclineFigures) => number, y: (figures: DeclineFigures) => number | undefined) =>
    growthExponent(measured.map((figures) => ({ x: x(figures), y: y(figures) ?? 0 })));
  return {
    cycleOverSize: slope(size, ({ cycleMs }) => cycleMs.p50),
    cycleOverOffers: slope(
      ({ offersPerCycle }) => offersPerCycle,
      ({ cycleMs }) => cycleMs.p50,
    ),
    saturatedOverSize: slope(size, ({ saturatedMs }) => saturatedMs?.p50),
    reviveOverSize: slope(size, ({ reviveMs }) => reviveMs ?? undefined),
    memoryOverFilters: slope(
      ({ declines }) => declines,
      ({ memoryBytes }) => memoryBytes,
    ),
  };
}
