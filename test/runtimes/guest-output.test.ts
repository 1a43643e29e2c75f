import { expect, test } from "vitest";
import { GuestOutput } from "../../src/runtimes/guest-output.js";

function output(limitBytes: number | null) {
  const lines: string[] = [];
  return { lines, output: new GuestOutput(limitBytes, (line) => lines.push(line)) };
}

test("what a guest prints and answers in one call is counted together, in bytes", () => {
  const { lines, output: counted } = output(10);
  counted.print("äb"); // three bytes and the end of the line
  counted.add(6);
  expect({ lines, isOver: counted.isOver, bytesLeft: counted.bytesLeft }).toEqual({
    lines: ["äb"],
    isOver: false,
    bytesLeft: 0,
  });
  counted.print("");
  expect({ lines, isOver: counted.isOver, text: counted.text }).toEqual({
    lines: ["äb"],
    isOver: true,
    text: "more than 10 bytes of output in one call",
  });
});

test("each call begins anew", () => {
  const { lines, output: counted } = output(10);
  for (const line of ["123456789", "123456789"]) {
    counted.startCall();
    counted.print(line);
  }
  expect(lines).toHaveLength(2);
});

test("a limit that is lifted stops nobody", () => {
  const { lines, output: counted } = output(null);
  counted.add(1e15);
  counted.print("still here");
  expect({ lines, isOver: counted.isOver }).toEqual({ lines: ["still here"], isOver: false });
});
