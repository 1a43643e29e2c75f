import type { Look } from "./figure.js";
import { duration, written } from "./written-values.js";

/** Seconds between ticks: what clocks show, not powers of ten. */
const STEPS = [
  0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400,
];

/** Virtual time from `from` to `to`, in seconds. */
export function timeAxis(from: number, to: number, look: Look, mostTicks = 6): object {
  const customValues = timeTicks(from, to, mostTicks);
  return {
    type: "value",
    min: from,
    max: to,
    ...axisLook(look, false),
    axisTick: { customValues, lineStyle: { color: look.quiet } },
    axisLabel: { customValues, color: look.quiet, hideOverlap: true, formatter: duration },
    axisPointer: { label: { formatter: ({ value }: { value: number }) => duration(value) } },
  };
}

/** Multiples of a step that clocks show. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const days = Math.ceil((to - from) / most / 86400) * 86400;
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? days;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

export function valueAxis(unit: string, look: Look, limits: { min?: number; max?: number } = {}): object {
  return {
    type: "value",
    ...limits,
    splitNumber: 3,
    ...(unit === "share" && limits.max !== undefined ? { interval: shareStep(limits.max) } : {}),
    ...axisLook(look, true),
    axisLabel: {
      color: look.quiet,
      formatter: (value: number) => (unit === "share" ? `${Math.round(value * 100)} %` : written(value, "")),
    },
  };
}

/** Of an axis of shares from 0: ticks at round per cents. */
export function shareStep(most: number): number {
  return [0.01, 0.02, 0.05, 0.1, 0.25, 0.5].find((step) => most / step <= 4) ?? Math.ceil(most / 4);
}

/** A logarithmic axis with ticks at given places. */
export function logAxis(
  limits: { min: number; max: number },
  ticks: readonly number[],
  format: (value: number) => string,
  look: Look,
): object {
  const customValues = ticks.filter((tick) => tick >= limits.min && tick <= limits.max);
  return {
    type: "log",
    ...limits,
    ...axisLook(look, false),
    axisTick: { customValues, lineStyle: { color: look.quiet } },
    axisLabel: { customValues, color: look.quiet, hideOverlap: true, formatter: format },
    axisPointer: { label: { formatter: ({ value }: { value: number }) => format(value) } },
  };
}

export function axisLook(look: Look, hasGrid: boolean): object {
  return {
    axisLine: { show: !hasGrid, lineStyle: { color: look.quiet } },
    axisTick: { show: !hasGrid, lineStyle: { color: look.quiet } },
    splitLine: { show: hasGrid, lineStyle: { color: look.line } },
    nameTextStyle: { color: look.quiet },
  };
}

/** What all charts have in common. Tooltips are drawn, not written as HTML: the page's policy allows no inline styles. */
export function commonOption(look: Look): Record<string, unknown> {
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { color: look.ink, fontFamily: "system-ui, sans-serif", fontSize: 12 },
    grid: { left: 8, right: 14, top: 12, bottom: 6, containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: look.panel,
      borderColor: look.quiet,
      borderWidth: 1,
      textStyle: { color: look.ink, fontSize: 12 },
    },
  };
}
