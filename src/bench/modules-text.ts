import { short } from "../report/short-number.js";
import type { ModulesPart } from "./bench-document.js";
import type { BorderFigures } from "./border-run.js";
import type { ManifestFigures } from "./manifest-run.js";
import { type Column, measuredTable, milliseconds } from "./measured-table.js";

const BORDER_COLUMNS: readonly Column<BorderFigures>[] = [
  ["empty function", ({ emptyNs }) => nanoseconds(emptyNs)],
  ["TestModule.foo", ({ fooNs }) => nanoseconds(fooNs)],
  ["Allocator.decide", ({ decideNs }) => nanoseconds(decideNs)],
  ["decide, 1 MiB in", ({ decideMebibyteNs }) => nanoseconds(decideMebibyteNs)],
];

const MANIFEST_COLUMNS: readonly Column<ManifestFigures>[] = [
  ["modules", ({ modules }) => String(modules)],
  ["reading", ({ readMs }) => milliseconds(readMs)],
  ["whole check", ({ wholeMs }) => milliseconds(wholeMs)],
  ["of one module", ({ singleMs }) => milliseconds(singleMs)],
  ["beyond one", ({ beyondSingleMs }) => milliseconds(beyondSingleMs)],
];

/** Paragraphs: the border, the manifests, and what their columns mean. */
export function modulesText({ border, manifest }: ModulesPart, width: number): string[] {
  const notes = [
    "a call     from JavaScript into C and back, of an empty function without leaving JavaScript; the loop is in all of them",
    "foo        a typed call, and the outcome around its answer",
    "decide     of an empty cluster: a typed array in, none out; with 1 MiB in, of which C reads the first three numbers",
    "a check    as of `modules check`: the manifest is read, and every module verified in a process that is started for it",
  ];
  return [
    measuredTable("a call", BORDER_COLUMNS, [["native module", border]], width),
    measuredTable("manifest", MANIFEST_COLUMNS, [["one library", manifest]], width),
    notes.join("\n"),
  ];
}

function nanoseconds(value: number): string {
  return `${short(value)} ns`;
}
