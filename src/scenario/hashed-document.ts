import type { ChosenAllocator } from "./rows/chosen-allocators.js";
import type { ScenarioRow } from "./scenario.js";

type Map = Readonly<Record<string, unknown>>;

/**
 * The document as it counts in the run's hash. Nothing in it depends on the machine: parameters are put in and their
 * declarations left out, a control that is not merged in is left out, and a trace is named by the digests of its files, not by the folder it lies in.
 */
export function hashedDocument(
  document: unknown,
  seed: number,
  chosen: readonly ChosenAllocator[],
  rows: readonly ScenarioRow[],
  traceDigests: Readonly<Record<string, string>>,
): Map {
  const { parameters: _declarations, control: _control, ...rest } = document as Map;
  const allocators = chosen.map(({ label, entry }, i) => {
    const overrides = entry?.cursor.get("overrides").value;
    return {
      label,
      use: entry?.use ?? label,
      parameters: rows[i]?.parameters ?? {},
      ...(overrides === undefined ? {} : { overrides: withoutTraceFolder(overrides as Map) }),
    };
  });
  return { ...withoutTraceFolder(rest), seed, allocators, traceFiles: traceDigests };
}

function withoutTraceFolder(document: Map): Map {
  if (typeof document.trace !== "object" || document.trace === null) return document;
  const { folder: _folder, file: _file, ...trace } = document.trace as Map;
  return { ...document, trace };
}
