import { ftruncateSync, writeSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OutputLines } from "../../src/run/output-lines.js";
import { OUTPUT_MARK, OUTPUT_TEXT } from "../../src/run/output-marks.js";
import { encodeMoment, momentText, type PrintMoment } from "../../src/run/print-moment.js";
import { ScratchFile } from "../../src/run/scratch-file.js";

let file: ScratchFile;
beforeEach(() => {
  file = new ScratchFile("at the end");
});
afterEach(() => file.close());

function cycle(number: number): PrintMoment {
  return { phase: "running", cycle: number, t: number * 1_000_000, inCycle: true };
}

/** As the host writes it. */
function hosted(text: string, moment: PrintMoment): string {
  return `\n${OUTPUT_MARK}${encodeMoment(moment)}${OUTPUT_TEXT}${text}\n`;
}

function mark(moment: PrintMoment): string {
  return `\n${OUTPUT_MARK}${encodeMoment(moment)}\n`;
}

function watched() {
  const printed: string[] = [];
  const output = new OutputLines(file.fd, (line, moment) => printed.push(`${momentText(moment)}| ${line}`));
  return { output, printed };
}

/** What is printed of it once the process has ended in cycle 9. */
function printedOf(...texts: readonly string[]): string[] {
  const { output, printed } = watched();
  for (const text of texts) {
    writeSync(file.fd, text);
    output.read();
  }
  output.end(cycle(9));
  return printed;
}

describe("what a process prints", () => {
  test("is told with its moment where the host printed it", () => {
    expect(printedOf(hosted("one", cycle(1)), hosted("two", cycle(2)))).toEqual([
      "cycle 1, 1s| one",
      "cycle 2, 2s| two",
    ]);
  });

  test("waits for its mark where native code printed it, and is of the last call where none came", () => {
    expect(printedOf("one\ntw", "o\n", mark(cycle(1)), "three\n\n")).toEqual([
      "cycle 1, 1s| one",
      "cycle 1, 1s| two",
      "cycle 9, 9s| three",
    ]);
  });

  test("is told at once where its call is known to go on", () => {
    const { output, printed } = watched();
    writeSync(file.fd, "half a line, and\na whole");
    expect(output.read()).toBe(true);
    expect(printed).toEqual([]);
    output.settle(cycle(3));
    expect(printed).toEqual(["cycle 3, 3s| half a line, and"]);
    output.end(cycle(3));
    expect(printed).toEqual(["cycle 3, 3s| half a line, and", "cycle 3, 3s| a whole"]);
  });

  test("comes whole, however it was cut", () => {
    const bytes = Buffer.from(hosted("größer", cycle(1)));
    const { output, printed } = watched();
    for (const byte of bytes) {
      writeSync(file.fd, Buffer.of(byte));
      output.read();
    }
    expect(printed).toEqual(["cycle 1, 1s| größer"]);
  });

  test("may look like a mark and is text all the same", () => {
    const text = `${OUTPUT_MARK}9,9${OUTPUT_TEXT}${OUTPUT_TEXT}x`;
    expect(printedOf(hosted(text, cycle(1)))).toEqual([`cycle 1, 1s| ${text}`]);
    ftruncateSync(file.fd);
    expect(printedOf(`${OUTPUT_MARK}whenever${OUTPUT_TEXT}ok\n`)).toEqual([]);
  });
});

describe("very much output", () => {
  const many = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i));

  test("up to a thousand lines is shown, of more the last twenty lines", () => {
    const lines = (count: number) => many(count, (i) => hosted(`line ${i}`, cycle(i))).join("");
    expect(printedOf(lines(1000))).toHaveLength(1000);
    ftruncateSync(file.fd);
    const printed = printedOf(lines(1234));
    expect(printed).toHaveLength(1021);
    expect(printed[999]).toBe("cycle 999, 999s| line 999");
    expect(printed[1000]).toBe("cycle 9, 9s| ... 214 more lines are not shown");
    expect(printed[1001]).toBe("cycle 1214, 1214s| line 1214");
    expect(printed.at(-1)).toBe("cycle 1233, 1233s| line 1233");
  });

  test("of one call of native code, too", () => {
    const printed = printedOf(many(5000, (i) => `line ${i}\n`).join(""), mark(cycle(1)), "and then\n");
    expect(printed).toHaveLength(1021);
    expect(printed[999]).toBe("cycle 1, 1s| line 999");
    expect(printed[1000]).toBe("cycle 9, 9s| ... 3981 more lines are not shown");
    expect(printed.slice(-2)).toEqual(["cycle 1, 1s| line 4999", "cycle 9, 9s| and then"]);
  });

  test("is taken out of the file", () => {
    const { output } = watched();
    for (let i = 0; i < 17; i++) writeSync(file.fd, Buffer.alloc(1024 ** 2, "x"));
    expect([output.read(), output.read()]).toEqual([false, true]);
    writeSync(file.fd, hosted("after all", cycle(1)));
    const printed: string[] = [];
    expect(new OutputLines(file.fd, (line) => printed.push(line)).read()).toBe(true);
    expect(printed).toEqual(["after all"]);
  });

  test("has long lines cut", () => {
    expect(printedOf(hosted("x".repeat(10_000), cycle(1)))[0]).toHaveLength("cycle 1, 1s| ".length + 2000);
  });
});

describe("a process's last words", () => {
  test("are what it printed past the host in the call that it did not come back from", () => {
    const { output } = watched();
    writeSync(file.fd, `before\n${mark(cycle(1))}assertion failed\n`);
    output.end(cycle(2));
    expect(output.lastWords).toBe("assertion failed");
  });

  test("are not what it printed in another call", () => {
    const { output } = watched();
    writeSync(file.fd, `before\n${mark(cycle(1))}`);
    output.end(cycle(2));
    expect(output.lastWords).toBe("");
  });

  test("are for V8's developers where its heap is full", () => {
    const { output, printed } = watched();
    writeSync(file.fd, "mine\n<--- Last few GCs --->\n[1:0x1] 100 ms: Mark-sweep\n");
    output.end(cycle(2));
    expect(printed).toEqual(["cycle 2, 2s| mine"]);
    expect(output.heapIsFull).toBe(true);
  });
});

describe("the moment of a print", () => {
  test("is the call of the allocator, or after which one it was", () => {
    expect(momentText({ phase: "running", cycle: 12, t: 3_500_000, inCycle: true })).toBe("cycle 12, 3.5s");
    expect(momentText({ phase: "running", cycle: 12, t: 4_000_000, inCycle: false })).toBe("after cycle 12, 4s");
    expect(momentText({ phase: "running", cycle: 0, t: 0, inCycle: false })).toBe("before cycle 1, 0s");
  });

  test("is loading or closing where no virtual time goes by", () => {
    expect(momentText({ phase: "loading", cycle: 0, t: 0, inCycle: false })).toBe("loading");
    expect(momentText({ phase: "closing", cycle: 9, t: 9, inCycle: false })).toBe("closing");
  });
});
