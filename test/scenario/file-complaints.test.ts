import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../src/scenario/load-scenario.js";
import { complaintsOf, linesOf, loadText, OPTIONS, SMALL, scratchFolder } from "../fixtures/scenarios/load-text.js";

describe("a scenario file that cannot be read", () => {
  it("is missing", async () => {
    const folder = scratchFolder();
    expect(await linesOf(loadScenario(join(folder, "gone.yaml"), OPTIONS), folder)).toEqual([
      "gone.yaml: there is no such file; check the path",
    ]);
  });

  it("is a directory", async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, "d.yaml"));
    expect(await linesOf(loadScenario(join(folder, "d.yaml"), OPTIONS), folder)).toEqual([
      "d.yaml: is a directory, not a scenario file; name a file in it",
    ]);
  });

  it("is a link that leads nowhere", async () => {
    const folder = scratchFolder();
    symlinkSync(join(folder, "gone.yaml"), join(folder, "l.yaml"));
    expect(await linesOf(loadScenario(join(folder, "l.yaml"), OPTIONS), folder)).toEqual([
      "l.yaml: is a symbolic link that leads nowhere; check the path",
    ]);
  });

  it("is an allocator", async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "mine.lua"), "return { decide = function(cluster) end }\n");
    expect(await linesOf(loadScenario(join(folder, "mine.lua"), OPTIONS), folder)).toEqual([
      "mine.lua: is an allocator, not a scenario file; name a scenario, and this file in --allocator",
    ]);
  });

  it("is a device", async () => {
    expect(await linesOf(loadScenario("/dev/null", OPTIONS), "-")).toEqual([
      "/dev/null: is not a regular file, so not a scenario file; name a file",
    ]);
  });

  it("is empty", async () => {
    expect(await complaintsOf("")).toEqual([
      "s.yaml: the file is empty; write a scenario file into it, or name another",
    ]);
  });

  it("is binary", async () => {
    expect(await complaintsOf(Buffer.from([0x7f, 0x45, 0, 1]))).toEqual([
      "s.yaml: a scenario file is text, and this file is binary (a NUL byte at 2); name another file",
    ]);
  });

  it("is not UTF-8", async () => {
    expect(await complaintsOf(Buffer.from("name: caf\xe9", "latin1"))).toEqual([
      "s.yaml: a scenario file is UTF-8 text, and this file is not valid UTF-8; save it as UTF-8, or name another file",
    ]);
  });

  it("is over the size limit, which can be raised", async () => {
    const text = `${SMALL}# ${"x".repeat(300)}\n`;
    expect(await complaintsOf(text, { maxBytes: 100 })).toEqual([
      `s.yaml: "${text.length} bytes": a scenario file has at most 100 bytes; write it shorter (count: N repeats agents and frameworks), or raise the limit`,
    ]);
    expect((await loadText(text, { maxBytes: 1000 })).name).toBe("s");
  });

  it.skipIf(process.getuid?.() === 0)("may not be read", async () => {
    const folder = scratchFolder();
    const file = join(folder, "s.yaml");
    writeFileSync(file, SMALL);
    chmodSync(file, 0);
    expect(await linesOf(loadScenario(file, OPTIONS), folder)).toEqual([
      "s.yaml: cannot be read (EACCES); check its permissions",
    ]);
  });

  it("lies below what is no folder", async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "s.yaml"), SMALL);
    expect(await linesOf(loadScenario(join(folder, "s.yaml", "t.yaml"), OPTIONS), folder)).toEqual([
      "s.yaml/t.yaml: there is no such file; check the path",
    ]);
  });
});
