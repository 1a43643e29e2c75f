import type { Cursor } from "../document/cursor.js";
import type { ImportedTrace } from "./imported-trace.js";
import { importOpenb } from "./openb.js";
import { importSwf } from "./swf.js";

/**
 * Reads the trace that a scenario names; null when it names none.
 *
 * @param base the folder of the scenario
 */
export function importTrace(trace: Cursor, base: string): ImportedTrace | null {
  const format = trace.get("format").text;
  if (format === "alibaba-openb-2023") return importOpenb(trace, base);
  if (format === "swf") return importSwf(trace, base);
  return null;
}
