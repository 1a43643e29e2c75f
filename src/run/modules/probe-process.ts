import type { CodeFailure, OpenLibrary, OpenModule, Reply } from "../../kinds/open-library.js";
import { KindTable } from "../../modules/kind-table.js";
import { verifyHeader } from "../../modules/verify-module.js";
import { FIRST_FILE_FD, serveParent } from "../child-work.js";
import { guestLimits } from "../guest-limits.js";
import { printToParent } from "../print-to-parent.js";
import { type LibraryWorld, openLibrary } from "./open-library.js";
import { ProbeDiary, plainHeader } from "./probe-diary.js";
import type { ProbeJob } from "./probe-job.js";
import type { HeaderReply, ProbeReply } from "./probe-step.js";

/**
 * Opens libraries and asks their modules what can be asked before one is made. The answers stand in the diary. It ends
 * early after a script's time or memory was up: its virtual machine is of no use for what else is to be asked.
 */
serveParent<ProbeJob, null>(async (job, recorder) => {
  const diary = new ProbeDiary(FIRST_FILE_FD, recorder);
  const kinds = new KindTable(job.kinds);
  const world = worldOf(job);
  for (const { library: located, modules } of job.tasks) {
    const { library } = located;
    const opening = await diary.step(
      { doing: "open", library },
      () => openLibrary(located, world),
      (result) => (result.kind === "ready" ? { kind: "ready" } : result),
    );
    if (isSpent(opening)) return null;
    if (opening.kind !== "ready") continue;
    for (const module of modules) {
      if (isSpent(await probeModule(opening.value, { library, module }, kinds, diary))) return null;
    }
  }
  return null;
});

/** No instance is made here, so nobody looks at the clock, or throws dice. */
function worldOf({ limits, luaEngine }: ProbeJob): LibraryWorld {
  const timer = { now: 0, after: () => () => {} };
  return { limits: guestLimits(limits), luaEngine, seed: 0, timer, print: printToParent };
}

/** @returns the reply to the last thing that was asked */
async function probeModule(
  open: OpenLibrary<unknown>,
  at: { readonly library: string; readonly module: string },
  kinds: KindTable,
  diary: ProbeDiary,
): Promise<ProbeReply> {
  const header = (found: Reply<OpenModule<unknown> | null>): HeaderReply => {
    if (found.kind === "failed") return found;
    return { kind: "ready", value: found.value === null ? null : plainHeader(found.value.header) };
  };
  const found = await diary.step({ doing: "lookUp", ...at }, () => open.module(at.module), header);
  if (found.kind === "failed" || found.value === null) return header(found);
  const module = found.value;
  if (module.header.compatible === null || verifyHeader(module.header, kinds) !== null) return header(found);
  return diary.step(
    { doing: "compatible", ...at },
    () => module.isCompatible(),
    (result) => result,
  );
}

function isSpent(reply: { readonly kind: string; readonly failure?: CodeFailure["failure"] }): boolean {
  return reply.kind === "failed" && (reply.failure === "timedOut" || reply.failure === "outOfMemory");
}
