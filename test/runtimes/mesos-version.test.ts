import { describe, expect, it } from "vitest";
import { compareMesosVersions, type MesosVersion, parseMesosVersion } from "../../src/runtimes/native/mesos-version.js";

const version = (text: string) => parseMesosVersion(text) as MesosVersion;

describe("a Mesos version", () => {
  it.each([
    "",
    "1.",
    ".1",
    "1.2.3.4",
    "v1.2",
    "1.2.3-",
    "1.2.3-a..b",
    "1.2.3+",
    "1.2.3-a_b",
    "1.x",
    "4294967296",
    "-1",
  ])("is not %j", (text) => {
    expect(parseMesosVersion(text)).toBeUndefined();
  });

  it.each([
    ["1", "1.0.0"],
    ["1.2", "1.2.0"],
    ["01.002.3", "1.2.3"],
    ["1.0.0+x", "1.0.0"],
    ["1.0.0-rc1+build.7", "1.0.0-rc1"],
    ["4294967295.0.0", "4294967295.0.0"],
  ])("%s counts as %s", (a, b) => {
    expect(compareMesosVersions(version(a), version(b))).toBe(0);
  });

  it("is ordered by numbers, then releases after prereleases, then prerelease parts", () => {
    const ascending = [
      "0.1.0",
      "0.28.0",
      "1.0.0-1",
      "1.0.0-2",
      "1.0.0-10",
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.b",
      "1.0.0-rc1",
      "1.0.0",
      "1.9.0",
      "1.12.0",
      "100.1.0",
    ].map(version);
    const shuffled = ascending.toReversed();
    expect(shuffled.sort(compareMesosVersions)).toEqual(ascending);
  });
});
