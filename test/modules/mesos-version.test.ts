import fc from "fast-check";
import semver from "semver";
import { describe, expect, it } from "vitest";
import {
  compareMesosVersions,
  type MesosVersion,
  parseMesosVersion,
  printMesosVersion,
} from "../../src/modules/mesos-version.js";

const version = (text: string) => parseMesosVersion(text) as MesosVersion;
const compare = (a: string, b: string) => Math.sign(compareMesosVersions(version(a), version(b)));

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
    "1.2.3-ä",
    "1.x",
    "4294967296",
    "0.0.4294967296",
    "-1",
    " 1",
    "1\n",
  ])("is not %j (V10)", (text) => {
    expect(parseMesosVersion(text)).toBeUndefined();
  });

  it.each([
    ["1", "1.0.0"],
    ["1.2", "1.2.0"],
    ["01.002.3", "1.2.3"],
    ["1.0.0+x", "1.0.0"],
    ["1.0.0+x-y.z", "1.0.0"],
    ["1.0.0-rc1+build.7", "1.0.0-rc1"],
    ["1-rc1", "1.0.0-rc1"],
    ["4294967295.0.0", "4294967295.0.0"],
  ])("%s counts as %s (V10)", (a, b) => {
    expect(compare(a, b)).toBe(0);
    expect(printMesosVersion(version(a))).toBe(b);
  });

  it("is ordered by numbers, then releases after prereleases, then prerelease parts (V10)", () => {
    const ascending = [
      "0.1.0",
      "0.28.0",
      "1.0.0-1",
      "1.0.0-2",
      "1.0.0-10",
      "1.0.0-10.0",
      "1.0.0-Z",
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.b",
      "1.0.0-rc1",
      "1.0.0",
      "1.9.0",
      "1.12.0",
      "100.1.0",
    ];
    for (const [i, a] of ascending.entries()) {
      for (const [j, b] of ascending.entries()) expect([a, b, compare(a, b)]).toEqual([a, b, Math.sign(i - j)]);
    }
  });

  it("is ordered as semver orders what is a version to both (V10)", () => {
    const number = fc.nat({ max: 12 });
    const identifier = fc.oneof(number.map(String), fc.constantFrom("a", "b", "rc", "rc1", "A", "x-y"));
    const text = fc
      .tuple(number, number, number, fc.array(identifier, { maxLength: 3 }), fc.constantFrom("", "+7", "+a.b"))
      .map(
        ([a, b, c, prerelease, build]) =>
          `${a}.${b}.${c}${prerelease.length ? "-" : ""}${prerelease.join(".")}${build}`,
      );
    fc.assert(fc.property(text, text, (a, b) => compare(a, b) === semver.compare(a, b)));
  });
});
