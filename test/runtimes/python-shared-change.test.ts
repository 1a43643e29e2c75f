import { describe, expect, it } from "vitest";
import { SharedChange } from "../../src/runtimes/python/shared-change.js";

describe("a change that several guests share", () => {
  it("is made for the first, undone after the last, and made again for the next", () => {
    const diary: string[] = [];
    const change = new SharedChange(() => {
      diary.push("made");
      return () => diary.push("undone");
    });
    const first = change.use();
    const second = change.use();
    first();
    first();
    expect(diary).toEqual(["made"]);
    second();
    expect(diary).toEqual(["made", "undone"]);
    change.use()();
    expect(diary).toEqual(["made", "undone", "made", "undone"]);
  });
});
