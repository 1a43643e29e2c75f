import { describe, expect, it } from "vitest";
import { AttributeTextError, formatAttributes, parseAttributes } from "../../src/journal/attribute-text.js";

describe("an agent's attributes", () => {
  it("are of four kinds, and keep their text", () => {
    expect(
      parseAttributes(" rack : r1;size:4;load:-1.5e3;ports:[1-2, 5-9];set:{a,b};url:http://x:80;;v:1.2.3"),
    ).toEqual([
      { name: "rack", kind: "text", value: "r1" },
      { name: "size", kind: "scalar", value: "4" },
      { name: "load", kind: "scalar", value: "-1.5e3" },
      { name: "ports", kind: "ranges", value: "[1-2, 5-9]" },
      { name: "set", kind: "set", value: "{a,b}" },
      { name: "url", kind: "text", value: "http://x:80" },
      { name: "v", kind: "text", value: "1.2.3" },
    ]);
  });

  it("may come twice, the first first, and are none in an empty text", () => {
    expect(formatAttributes(parseAttributes("rack:r2;rack:r1"))).toBe("rack:r2;rack:r1");
    expect(parseAttributes("")).toEqual([]);
  });

  it.each([
    ["rack", "name:value"],
    ["rack:", "name:value"],
    [":r1", "name:value"],
    ["ports:[1-2", "[first-last"],
    ["ports:[a-b]", "[first-last"],
    ["set:{a,b", "{a,b}"],
  ])("%s is refused: %s", (text, rule) => {
    expect(() => parseAttributes(text)).toThrow(AttributeTextError);
    expect(() => parseAttributes(text)).toThrow(rule);
  });
});
