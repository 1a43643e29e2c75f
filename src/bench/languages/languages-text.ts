import { short } from "../../report/short-number.js";
import type { LanguageRow, LanguagesPart } from "../bench-document.js";
import { type Column, factor, measuredTable, mebibytes, milliseconds, type NamedRow } from "../measured-table.js";
import type { StartFigures } from "./start-up.js";

type Figures = Extract<LanguageRow["ours"], { status: "ok" }> &
  Pick<LanguageRow, "timesTypeScript" | "borderOfGuest" | "borderUs" | "memoryBeyondBytes">;

const SPLIT_COLUMNS: readonly Column<Figures>[] = [
  ["cycle", ({ cycleMs }) => milliseconds(cycleMs)],
  ["host", ({ hostMs }) => milliseconds(hostMs)],
  ["border", ({ borderMs }) => milliseconds(borderMs)],
  ["guest", ({ guestMs }) => milliseconds(guestMs)],
  ["mirror", ({ mirrorMs }) => milliseconds(mirrorMs)],
  ["script", ({ scriptMs }) => milliseconds(scriptMs)],
  ["call", ({ callMs }) => milliseconds(callMs)],
  ["times TypeScript", ({ timesTypeScript }) => factor(timesTypeScript)],
  ["border of guest", ({ borderOfGuest }) => (borderOfGuest === null ? "-" : `${short(borderOfGuest * 100)} %`)],
  ["border an event", ({ borderUs }) => (borderUs === null ? "-" : `${short(borderUs)} us`)],
  ["memory beyond", ({ memoryBeyondBytes }) => (memoryBeyondBytes === null ? "-" : mebibytes(memoryBeyondBytes))],
  ["decisions", ({ decisionsHash }) => decisionsHash.slice(0, 8)],
];

const START_COLUMNS: readonly Column<StartFigures>[] = [
  ["ready, first time", ({ firstMs }) => milliseconds(firstMs)],
  ["ready, after", ({ laterMs }) => milliseconds(laterMs)],
];

const NOTES = [
  "cycle   everybody declines what the last cycle offered, then every agent is offered again",
  "        medians, each of its own: the parts need not add up to the whole",
  "host    the ledger and the checker",
  "border  encoding, copying, crossing, the language's own numbers, and the way back",
  "guest   mirror: the SDK reads records, keeps the cluster's state, writes decisions; script: what the author wrote",
  "call    border and guest, and how many times TypeScript's it is",
  "event   an operation that crosses",
  "memory  the peak of such cycles in a fresh process, less that with TypeScript",
].join("\n");

const START_NOTE =
  "ready   from the start of a run's process until its allocator can be asked; first: Python makes its image";

export function languagesText({ agents, frameworks, rows }: LanguagesPart, width: number): string[] {
  const split = rows.map(({ name, ours, ...rest }): NamedRow<Figures> => {
    return [name, ours.status === "ok" ? { ...ours, ...rest } : ours];
  });
  const starts = rows.map(({ name, start }): NamedRow<StartFigures> => [name, start]);
  return [
    measuredTable(`${agents} x ${frameworks}`, SPLIT_COLUMNS, split, width),
    NOTES,
    measuredTable("start", START_COLUMNS, starts, width),
    START_NOTE,
  ];
}
