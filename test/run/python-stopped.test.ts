import { describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/report/run-document.js";
import { workbench } from "../cli/workbench.js";

/** Runs the tiny scenario with its own `drf`, and with Python that does `what` in its second call, `times` times. */
async function run(what: string, times: number, ...flags: readonly string[]) {
  const parameters = { does: what, times };
  const { code, stdout } = await workbench([
    ...["run", "tiny.yaml", "--json", "--allocator=misbehaving.py", "--allocator=drf"],
    ...Object.entries(parameters).flatMap(([key, value]) => ["--param", `misbehaving.py.${key}=${value}`]),
    ...flags,
  ]);
  const [row, drf] = (JSON.parse(stdout) as RunDocument).allocators;
  return { code, row: row!, drf: drf! };
}

describe("a call of Python in which no instruction of the script's runs", () => {
  it.each([
    // Only the end of the process stops it, which does not see where it was.
    ["sums", 10 ** 10, 1000, "no answer within 3000 ms"],
    ["searches", 64, 8, "misbehaving.py:19: no answer within 3000 ms"],
  ])(
    "that %s for ever ends, and the other row is complete",
    async (what, forever, few, message) => {
      const control = await run(what, few);
      expect(control).toMatchObject({ code: 0, row: { status: "ok" }, drf: { status: "ok" } });
      const stopped = await run(what, forever, "--call-timeout=3s");
      expect(stopped.row).toMatchObject({ status: "failed", failure: { kind: "timedOut", cycle: 2, message } });
      expect(stopped.drf).toMatchObject({ status: "ok", decisionsHash: control.drf.decisionsHash });
      expect(stopped.code).toBe(3);
    },
    120_000,
  );
});
