import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../src/base/time.js";

describe("a duration", () => {
  it.each([
    ["30s", 30_000_000],
    ["1.5h", 5_400_000_000],
    ["250ms", 250_000],
    ["1 weeks", 604_800_000_000],
    ["0s", 0],
  ])("%s is %d microseconds", (text, micros) => {
    expect(parseDuration(text)).toBe(micros);
  });

  it.each(["", "30", "s", "30 parsecs", "1e3s", "99999999999d"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [0, "0s"],
    [90_000_000, "90s"],
    [3_600_000_000, "1h"],
    [1_500, "1500us"],
  ])("%d microseconds are printed as %s", (micros, text) => {
    expect(formatDuration(micros)).toBe(text);
  });
});
