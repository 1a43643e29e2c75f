import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { engineFlags, NO_CODE_FROM_STRINGS, SET_ASIDE } from "../../src/run/engine-flags.js";
import { DEFAULT_LIMITS } from "../../src/scenario/scenario.js";

const nameOf = (flag: string) => flag.replace(/=.*/, "");

test("the flags that are set aside at first are those that are put back, and all that a process is given", () => {
  const text = readFileSync(packageFile("src", "run", "plain-engine.cts"), "utf8");
  const aside = [...text.matchAll(/^ {2}"(--.*)",$/gm)].map(([, flag]) =>
    nameOf((flag as string).replace("--no-", "--")),
  );
  expect(aside).toEqual(SET_ASIDE);
  const given = (fengari: boolean) => engineFlags(DEFAULT_LIMITS, fengari).map(nameOf);
  const all = new Set([...given(false), ...given(true), NO_CODE_FROM_STRINGS]);
  all.delete("--require");
  expect([...all].sort()).toEqual([...SET_ASIDE].sort());
});
