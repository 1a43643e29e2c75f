import { describe, expect, it } from "vitest";
import { readKindSettings } from "../../src/modules/kind-settings.js";
import { KindTable } from "../../src/modules/kind-table.js";
import { printMesosVersion } from "../../src/modules/mesos-version.js";
import { MODULE_KINDS } from "../../src/modules/module-kinds.js";
import { complaintLines } from "./complaint-lines.js";

const kindsAt = (mesosVersion: string) => new KindTable({ mesosVersion, minimums: {} });
const complaintsOf = (flags: Parameters<typeof readKindSettings>[0]) => complaintLines(() => readKindSettings(flags));

describe("the kinds of modules", () => {
  it.each([
    ["0.20.0", []],
    ["0.21.0", ["Authenticator", "Isolator", "TestModule"]],
    ["0.22.0", ["Anonymous", "Authenticatee", "Hook"]],
    ["0.23.0", ["Allocator", "QoSController", "ResourceEstimator"]],
    ["0.24.0", ["Authorizer"]],
    ["0.27.0", ["ContainerLogger", "HttpAuthenticator"]],
    ["1.0.0", ["MasterContender", "MasterDetector"]],
    ["1.4.0", ["SecretResolver"]],
    ["1.5.0", ["DiskProfileAdaptor", "HttpAuthenticatee"]],
  ])("that Mesos %s brought are %j", (since, kinds) => {
    expect(MODULE_KINDS.filter((kind) => kind.since === since).map(({ name }) => name)).toEqual(kinds);
    for (const kind of kinds) expect(kindsAt(since).get(kind)).toBeDefined();
  });

  it("are unknown to a Mesos that is older than they are", () => {
    expect(kindsAt("1.4.9").get("DiskProfileAdaptor")).toBeUndefined();
    expect(kindsAt("1.5.0-rc1").get("DiskProfileAdaptor")).toBeDefined();
    expect(kindsAt("0.22.2").names).toEqual([
      "Anonymous",
      "Authenticatee",
      "Authenticator",
      "Hook",
      "Isolator",
      "TestModule",
    ]);
  });

  it("include ResourceEstimator and QoSController from 0.23 on, which the document forgot (D25)", () => {
    expect(kindsAt("0.23.0").names).toEqual([
      "Allocator",
      "Anonymous",
      "Authenticatee",
      "Authenticator",
      "Hook",
      "Isolator",
      "QoSController",
      "ResourceEstimator",
      "TestModule",
    ]);
  });

  it("do not include SecretGenerator, which has a header only (K1)", () => {
    expect(kindsAt("1.12.0").get("SecretGenerator")).toBeUndefined();
  });

  it("include DiskProfileAdaptor, which Mesos' own list leaves out: 17 in all (K2)", () => {
    expect(kindsAt("1.12.0").get("DiskProfileAdaptor")).toBeDefined();
    expect(kindsAt("1.12.0").names).toHaveLength(17);
  });

  it("have a part in the workbench, or are known without one", () => {
    const table = kindsAt("1.12.0");
    expect(table.names.filter((name) => table.get(name)?.hasPart)).toEqual(kindsAt("0.23.0").names);
  });

  it("are data about kinds, not about modules (D19)", () => {
    expect(new Set(MODULE_KINDS.flatMap((kind) => Object.keys(kind)))).toEqual(new Set(["name", "since", "part"]));
  });
});

describe("--mesos-version and --kind-version", () => {
  const minimumOf = (kind: string, flags: Parameters<typeof readKindSettings>[0]) =>
    printMesosVersion(
      new KindTable(readKindSettings(flags)).get(kind)?.minimum ?? { numbers: [0, 0, 0], prerelease: [] },
    );

  it("emulate Mesos 1.12.0 unless told otherwise, and every kind's minimum is that version", () => {
    expect(minimumOf("Hook", {})).toBe("1.12.0");
    expect(minimumOf("Hook", { mesosVersion: "1.9" })).toBe("1.9.0");
  });

  it("set the minimum of a kind apart, without which an older module could never be loaded (D20)", () => {
    const flags = { kindVersions: ["Hook=1.0.0", "Isolator=1", "Hook=1.1.0"] };
    expect([minimumOf("Hook", flags), minimumOf("Isolator", flags), minimumOf("Allocator", flags)]).toEqual([
      "1.1.0",
      "1.0.0",
      "1.12.0",
    ]);
  });

  it("are refused with everything that is wrong with them", () => {
    expect(complaintsOf({ mesosVersion: "one", kindVersions: ["Hok=1", "Hook", "Hook=x", "Zebra=1"] })).toEqual([
      '--mesos-version: "one": not a Mesos version; write major.minor.patch, such as 1.12.0',
      '--kind-version: "Hok": Mesos has no such kind of module; did you mean Hook?',
      '--kind-version: "Hook": has the form KIND=VERSION; write for example Allocator=1.0.0',
      '--kind-version: "x": not a Mesos version; write major.minor.patch, such as 1.12.0',
      expect.stringMatching(/^--kind-version: "Zebra": .*; the kinds are Allocator, Anonymous, /),
    ]);
  });

  it("put a kind into the table of a Mesos that is older than it (D20)", () => {
    const flags = { mesosVersion: "0.18.0", kindVersions: ["TestModule=0.18.0"] };
    expect(new KindTable(readKindSettings(flags)).names).toEqual(["TestModule"]);
  });
});
