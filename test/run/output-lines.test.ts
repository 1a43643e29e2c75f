import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import { expect, test } from "vitest";
import { OutputLines } from "../../src/run/output-lines.js";

async function linesOf(...chunks: readonly string[]) {
  const stream = new PassThrough();
  const printed: string[] = [];
  const output = new OutputLines(stream, (line) => printed.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await finished(stream);
  return { output, printed };
}

test("what a process prints comes line by line, however it was cut, and blank lines are left out", async () => {
  const { output, printed } = await linesOf("one\ntw", "o\n\nthr", "ee");
  expect(printed).toEqual(["one", "two", "three"]);
  expect(output.lastLine).toBe("three");
});

test("beyond 200 lines they are only counted", async () => {
  const { output, printed } = await linesOf(Array.from({ length: 250 }, (_, i) => `line ${i}\n`).join(""));
  expect(printed).toHaveLength(201);
  expect(printed.at(-1)).toBe("... 50 more lines are not shown");
  expect(output.lastLine).toBe("line 249");
});

test("what V8 says about a full heap is for its developers", async () => {
  const { output, printed } = await linesOf("mine\n<--- Last few GCs --->\n[1:0x1] 100 ms: Mark-sweep\n");
  expect(printed).toEqual(["mine"]);
  expect(output.heapIsFull).toBe(true);
});
