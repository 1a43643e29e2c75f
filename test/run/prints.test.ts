import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyFolder, FIXTURES, workbench } from "../cli/workbench.js";

/** What is printed on stderr while the tiny scenario runs with one allocator. */
async function printsOf(file: string, code: string, ...flags: readonly string[]): Promise<string[]> {
  const folder = emptyFolder();
  cpSync(join(FIXTURES, "tiny.yaml"), join(folder, "tiny.yaml"));
  writeFileSync(join(folder, file), code);
  const { stderr } = await workbench(["run", "tiny.yaml", `--allocator=${file}`, ...flags], {}, folder);
  return stderr.split("\n").filter((line) => line.startsWith(`${file}| `));
}

const C = (inDecide: string) => `
#include <stdio.h>
#include <stdlib.h>
#include <workbench/allocator.h>
static int calls;
static int32_t setup(Allocator *self, const AllocatorSetup *setup) { return (void)self, (void)setup, 0; }
static int32_t add_resource_keys(Allocator *self, const ResourceKey *keys, size_t n) { return (void)self, (void)keys, (void)n, 0; }
static int64_t decide(Allocator *self, const double *in, size_t n) {
  (void)self, (void)in, (void)n;
  calls++;
  ${inDecide}
  return 0;
}
static const double *output(Allocator *self) { static double none; return (void)self, &none; }
static const char *last_error(Allocator *self) { return (void)self, ""; }
static void destroy(Allocator *self) { (void)self; }
static Allocator allocator = {sizeof allocator, WORKBENCH_ALLOCATOR_ABI, setup, add_resource_keys, decide, output, last_error, destroy};
static void *create(const Parameters *parameters) { return (void)parameters, printf("made\\n"), &allocator; }
WORKBENCH_EXPORT const ModuleBase prints;
const ModuleBase prints = {WORKBENCH_MODULE_API_VERSION, WORKBENCH_MESOS_VERSION, "Allocator", "", "", "", NULL, create};
`;

describe("what an allocator prints is told with its cycle and virtual time, in order", () => {
  const asked = (file: string) => [
    `${file}| loading| hello`,
    `${file}| cycle 1, 0s| asked 1`,
    `${file}| cycle 2, 0s| asked 2`,
    `${file}| cycle 3, 0s| asked 3`,
  ];

  test("in JavaScript", async () => {
    const code = `
      console.log("hello");
      let calls = 0;
      export function decide() { console.log("asked", ++calls); }`;
    const lines = await printsOf("prints.js", code);
    expect(lines.slice(0, 4)).toEqual(asked("prints.js"));
    expect(lines.slice(4, 7)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^prints\.js\| cycle \d+, 1s\| asked \d+$/)]),
    );
  });

  test("in Lua", async () => {
    const code = `
      print("hello")
      local calls = 0
      return { decide = function() calls = calls + 1; print("asked " .. calls) end }`;
    expect((await printsOf("prints.lua", code)).slice(0, 4)).toEqual(asked("prints.lua"));
  });

  test("in Python", async () => {
    const code = [
      'print("hello")',
      "calls = 0",
      "def decide(cluster):",
      "    global calls",
      "    calls += 1",
      '    print("asked", calls)',
    ].join("\n");
    expect((await printsOf("prints.py", code, "--call-timeout=1m")).slice(0, 4)).toEqual(asked("prints.py"));
  });

  test("in C, where it goes past the host", async () => {
    const code = C('fprintf(calls % 2 ? stdout : stderr, "asked %d\\n", calls);');
    const lines = await printsOf("prints.c", code);
    expect(lines.slice(0, 4)).toEqual(asked("prints.c").map((line) => line.replace("hello", "made")));
  });
});

describe("what an allocator printed last before it took the process with it", () => {
  test("is told", async () => {
    const lines = await printsOf("prints.c", C('if (calls == 2) { printf("so far\\n"); abort(); }'));
    expect(lines).toEqual(["prints.c| loading| made", "prints.c| cycle 2, 0s| so far"]);
  });
});

test("a text of several lines is several lines", async () => {
  const lines = await printsOf("prints.js", 'console.log("one\\ntwo"); export function decide() {}');
  expect(lines).toEqual(["prints.js| loading| one", "prints.js| loading| two"]);
});

test("a replay tells it, too", async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "prints.js"), 'export function decide(cluster) { console.log("asked"); }');
  cpSync(join(FIXTURES, "tiny.yaml"), join(folder, "tiny.yaml"));
  await workbench(["run", "tiny.yaml", "--allocator=drf", "--record=drf.jsonl"], {}, folder);
  const { stderr } = await workbench(["replay", "drf.jsonl", "--allocator=prints.js"], {}, folder);
  expect(stderr.split("\n")[0]).toBe("prints.js| cycle 1, 0s| asked");
});
