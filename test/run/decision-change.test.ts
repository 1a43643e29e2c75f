import { writeSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decisionChange } from "../../src/run/decision-change.js";
import { ScratchFile } from "../../src/run/scratch-file.js";

let files: [ScratchFile, ScratchFile];
beforeEach(() => {
  files = [new ScratchFile(), new ScratchFile()];
});
afterEach(() => {
  for (const file of files) file.close();
});

/** The difference of two trails of these lines; the last one is whole unless it says otherwise. */
function change(before: readonly string[], after: readonly string[], end = "\n") {
  const [then, now] = files;
  writeSync(then.fd, `${before.join("\n")}\n`);
  writeSync(now.fd, `${after.join("\n")}${end}`);
  return decisionChange(then.fd, now.fd);
}

const OFFER = '{"framework":"web","role":"prod","agent":"a1","resources":"cpus:2"}';
const OTHER = '{"framework":"web","role":"prod","agent":"a2","resources":"cpus:1","why":"it is free"}';
const tick = (t: number, decisions = "") => `?{"t":${t},"op":"allocate"${decisions}}`;
const QUIET = '{"t":0.5,"op":"suppressOffers","framework":"web","roles":[]}';

describe("the decisions of two runs", () => {
  test("are the same where all lines are", () => {
    const lines = [tick(0, `,"offers":[${OFFER}]`), QUIET, tick(1)];
    expect(change(lines, lines)).toEqual({ kind: "same" });
  });

  test("differ first in a call, and in what only one of them decided there", () => {
    const before = [tick(0), QUIET, tick(1, `,"offers":[${OFFER},${OTHER}]`), tick(2)];
    const revocation = '{"framework":"b","role":"r","agent":"a2","resources":"cpus:1","deadline":11,"task":"t1"}';
    const after = [tick(0), QUIET, tick(1, `,"offers":[${OFFER}],"revocations":[${revocation}]`), tick(3)];
    expect(change(before, after)).toEqual({
      kind: "decisions",
      cycle: 2,
      t: 1,
      before: ["offer web prod a2 cpus:1"],
      after: ["revoke b r a2 cpus:1 t1 by 11s"],
    });
  });

  test("are the same where only the reasons differ", () => {
    const explained = (why: string) => [tick(0, `,"offers":[${OFFER.replace("}", `,"why":"${why}"}`)}]`), tick(1)];
    expect(change(explained("it waited"), explained("it is next"))).toEqual({ kind: "same" });
  });

  test("differ where one of them failed in the call", () => {
    expect(change([tick(0), tick(1), tick(2)], [tick(0), '?{"t":1,"op":"allocate"'], "")).toEqual({
      kind: "decisions",
      cycle: 2,
      t: 1,
      before: [],
      after: ["failed"],
    });
  });
});

describe("other operations", () => {
  test("are told by the part that differs, and by the calls before them", () => {
    const operation = (count: number) =>
      `{"t":1,"op":"requestResources","framework":"web","requests":[{"count":${count}}]}`;
    expect(change([tick(0), operation(6)], [tick(0), operation(7)])).toEqual({
      kind: "operations",
      cycle: 1,
      t: 1,
      before: ['requestResources ..."count":6}]'],
      after: ['requestResources ..."count":7}]'],
    });
  });

  test("may be none any more", () => {
    expect(change([tick(0), QUIET], [tick(0)])).toEqual({
      kind: "operations",
      cycle: 1,
      t: 0.5,
      before: ['suppressOffers "t":0.5,"op":"suppressOffers","framework":"web","roles":[]'],
      after: ["no operation any more"],
    });
  });
});

test("a run that left no trail cannot be compared", () => {
  expect(decisionChange(null, files[0].fd)).toEqual({ kind: "unknown" });
  expect(decisionChange(files[0].fd, files[1].fd)).toEqual({ kind: "unknown" });
});
