import { type Guard, guardOf } from "../run/allocator-guard.js";
import { runGuarded } from "../run/guarded-process.js";
import { NO_GRACE } from "../run/limit-watch.js";
import { ScratchFile } from "../run/scratch-file.js";
import { DEFAULT_LIMITS, type RunLimits } from "../scenario/scenario.js";
import type { AnswerOf, Measured, Measurement } from "./measurement.js";

/** Well above every target: what is slow or large shall be seen, not stopped. */
export const BENCH_LIMITS: RunLimits = { ...DEFAULT_LIMITS, callMs: null, memoryBytes: 8 * 1024 ** 3 };

/** How much memory a process may have says how large its heap grows, whatever lives in it: languages get a run's. */
const LANGUAGE_LIMITS: RunLimits = { ...BENCH_LIMITS, memoryBytes: DEFAULT_LIMITS.memoryBytes };

/**
 * Times one thing in a process of its own.
 *
 * @param print takes what an allocator prints
 * @throws BadInput when a journal is refused
 */
export async function measure<Kind extends Measurement["kind"]>(
  measurement: Measurement & { readonly kind: Kind },
  print: (line: string) => void,
): Promise<Measured<AnswerOf<Kind>>> {
  const [trail, recording] = [new ScratchFile(), new ScratchFile()];
  const result = await runGuarded<AnswerOf<Kind>>({
    entry: "bench/measure-process.js",
    job: measurement,
    limits: measurement.kind === "language" ? LANGUAGE_LIMITS : BENCH_LIMITS,
    // As in a run: what it writes in case it fails is part of what it takes.
    files: [trail.fd, recording.fd],
    // What is timed here ships with the program.
    sandbox: null,
    grace: NO_GRACE,
    ...neededBy(measurement),
    print,
  }).finally(() => {
    trail.close();
    recording.close();
  });
  if (result.kind === "answered") return { status: "ok", ...result.answer };
  const { kind, message, cycle } = result.failure;
  return { status: "failed", failure: { kind, message, cycle } };
}

function neededBy(measurement: Measurement): Pick<Guard, "python" | "fengari"> {
  switch (measurement.kind) {
    case "language": {
      const { language, engine } = measurement.course.edition;
      return { python: language === "python", fengari: engine === "fengari" };
    }
    case "row": {
      const { python, fengari } = guardOf(measurement.job.allocator, measurement.job.modules);
      return { python, fengari };
    }
    default:
      return { python: false, fengari: false };
  }
}
