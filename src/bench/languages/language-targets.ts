import type { LanguageRow, LanguagesPart } from "../bench-document.js";
import { judged, type Target } from "../target.js";
import type { EditionName } from "./edition.js";

const MIB = 1024 ** 2;

/** Null: nothing is wanted of it. */
interface LanguageBounds {
  readonly timesTypeScript: number | null;
  readonly startMs: number | null;
  readonly memoryMiB: number;
}

const BOUNDS: Readonly<Record<Exclude<EditionName, "TypeScript">, LanguageBounds>> = {
  C: { timesTypeScript: 1.5, startMs: null, memoryMiB: 60 },
  "Lua, wasmoon": { timesTypeScript: 25, startMs: 150, memoryMiB: 60 },
  "Lua, fengari": { timesTypeScript: null, startMs: 150, memoryMiB: 60 },
  JavaScript: { timesTypeScript: 60, startMs: 150, memoryMiB: 60 },
  Python: { timesTypeScript: 40, startMs: 1000, memoryMiB: 200 },
};

/** Sizes of a quick run say nothing about them. */
export function languageTargets({ rows }: LanguagesPart, quick: boolean): Target[] {
  return Object.entries(BOUNDS).flatMap(([name, bounds]) => {
    const row = quick ? undefined : rows.find((one) => one.name === name);
    return targetsOf(name, bounds, row);
  });
}

function targetsOf(name: string, { timesTypeScript, startMs, memoryMiB }: LanguageBounds, row?: LanguageRow): Target[] {
  const laterMs = row?.start.status === "ok" ? row.start.laterMs : undefined;
  const drf = `reference DRF in ${name}`;
  return [
    ...wanted(`${drf}, a cycle's call`, "times TypeScript", timesTypeScript, row?.timesTypeScript),
    ...wanted(`${drf}, the border's part of the guest's time`, "%", 10, scaled(row?.borderOfGuest, 100)),
    ...wanted(`${drf}, the border for an event`, "us", 2, row?.borderUs),
    ...wanted(`${name}, ready`, "ms", startMs, laterMs),
    ...wanted(`${drf}, memory beyond TypeScript's`, "MiB", memoryMiB, scaled(row?.memoryBeyondBytes, 1 / MIB)),
  ];
}

function wanted(name: string, unit: Target["unit"], bound: number | null, measured: number | null | undefined) {
  return bound === null ? [] : [judged(name, unit, bound, measured)];
}

function scaled(value: number | null | undefined, by: number): number | undefined {
  return value === null || value === undefined ? undefined : value * by;
}
