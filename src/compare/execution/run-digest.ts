import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import type { UnrecordedJob } from "../../run/row-of-scenario.js";
import type { CodeFile } from "./code-files.js";

/** SHA-256 over all that the result of a run hangs on: equal digests, equal decisions. */
export function runDigest(job: UnrecordedJob, code: readonly CodeFile[], program: string): string {
  const digests = code.map(({ path, digest }) => [path, digest]);
  return createHash("sha256")
    .update(serialize([program, digests, job]))
    .digest("hex");
}
