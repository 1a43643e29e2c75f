import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes } from "../../src/base/byte-order.js";

describe("byte order", () => {
  it("orders any two strings as their UTF-8 bytes", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "é", "\uffff", "\u{10000}", "\ue000") });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });
});
