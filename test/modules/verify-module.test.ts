import { describe, expect, it } from "vitest";
import type { ModuleHeader } from "../../src/kinds/module-header.js";
import type { CodeFailure } from "../../src/kinds/open-library.js";
import { readKindSettings } from "../../src/modules/kind-settings.js";
import { KindTable } from "../../src/modules/kind-table.js";
import { verifyModule } from "../../src/modules/verify-module.js";
import { crash, header } from "./fake-libraries.js";

const COMPATIBLE = { compatible: 0x1000n };

interface Setting {
  readonly mesos?: string;
  readonly minimum?: string;
  readonly answer?: boolean | CodeFailure;
}

/** The verdict on a TestModule with this header, as `V5: rule`, or null. */
async function verdict(
  overrides: Partial<ModuleHeader>,
  { mesos = "1.12.0", minimum = mesos, answer = true }: Setting = {},
): Promise<string | null> {
  const kinds = new KindTable({ mesosVersion: mesos, minimums: { TestModule: minimum } });
  const isCompatible = () => (typeof answer === "boolean" ? { kind: "ready" as const, value: answer } : answer);
  const found = await verifyModule({ header: header(overrides), isCompatible }, kinds);
  if (found === null) return null;
  if ("failure" in found) return `${found.failure}: ${found.message}`;
  return `${found.number}: ${found.value === undefined ? "" : `${found.value}: `}${found.rule}`;
}

describe("verifying a module", () => {
  it("finds nothing wrong with one made for this Mesos", async () => {
    expect(await verdict({})).toBeNull();
    expect(await verdict(COMPATIBLE)).toBeNull();
  });

  it.each(["mesosVersion", "moduleApiVersion", "authorName", "authorEmail", "description", "kind"])(
    "wants the field %s, which may be empty but not null (V1)",
    async (field) => {
      expect(await verdict({ [field]: null })).toBe(`V1: ${field}: the module's header lacks this field`);
      expect((await verdict({ [field]: "" })) ?? "sound").not.toMatch(/^V1/);
    },
  );

  it("names all fields that are null, but does without compatible and create (V1)", async () => {
    expect(await verdict({ kind: null, authorName: null })).toBe(
      "V1: authorName, kind: the module's header lacks these fields",
    );
    expect(
      await verdict({ authorName: "", authorEmail: "", description: "", create: null, compatible: null }),
    ).toBeNull();
  });

  it.each(["0", "1", "1000", "2.0", " 2", "", "ThisIsNot"])(
    "refuses module API version %j, compared as text (V2)",
    async (api) => {
      expect(await verdict({ moduleApiVersion: api })).toBe(`V2: ${api}: the module API version must be "2"`);
    },
  );

  it("refuses a kind that it does not know (V3)", async () => {
    expect(await verdict({ kind: "TestModul" })).toBe("V3: TestModul: unknown kind of module");
    expect(await verdict({ kind: "testmodule" })).toBe("V3: testmodule: unknown kind of module");
  });

  it("refuses a kind that exists as a header only (K1)", async () => {
    expect(await verdict({ kind: "SecretGenerator" })).toBe("V3: SecretGenerator: unknown kind of module");
  });

  it("refuses a known kind that has no part here, and one that is younger than the Mesos emulated (V3)", async () => {
    const rule = "a kind of module that Mesos knows, but without a part in this workbench";
    expect(await verdict({ kind: "Authorizer" })).toBe(`V3: Authorizer: ${rule}`);
    expect(await verdict({ kind: "Authorizer" }, { mesos: "0.23.0" })).toBe("V3: Authorizer: unknown kind of module");
  });

  it("refuses what is no version (V4)", async () => {
    expect(await verdict({ mesosVersion: "1.12.x" })).toBe("V4: 1.12.x: not a Mesos version");
  });

  it("refuses a module older than its kind's minimum (V5)", async () => {
    const old = { mesosVersion: "0.1.0", ...COMPATIBLE };
    expect(await verdict(old)).toBe("V5: 0.1.0: made for a Mesos older than the least one for kind TestModule, 1.12.0");
    expect(await verdict(old, { minimum: "0.1.0" })).toBeNull();
  });

  it("wants exactly its own version of a module without compatible() (V6)", async () => {
    const rule = "without compatible() a module must be made for exactly Mesos 1.12.0";
    expect(await verdict({ mesosVersion: "1.11.0" }, { minimum: "1.0.0" })).toBe(`V6: 1.11.0: ${rule}`);
    expect(await verdict({ mesosVersion: "1.13.0" })).toBe(`V6: 1.13.0: ${rule}`);
    expect(await verdict({ mesosVersion: "1.12+build" })).toBeNull();
  });

  it("refuses a module newer than Mesos (V7)", async () => {
    expect(await verdict({ mesosVersion: "1.12.1", ...COMPATIBLE })).toBe(
      "V7: 1.12.1: made for a Mesos newer than 1.12.0",
    );
  });

  it("asks compatible(), but only of a module that is sound so far (V8)", async () => {
    const no = { answer: false };
    expect(await verdict(COMPATIBLE, no)).toBe("V8: its compatible() says that it does not fit");
    expect(await verdict({ ...COMPATIBLE, mesosVersion: "2" }, no)).toMatch(/^V7/);
    expect(await verdict({}, no)).toBeNull();
  });

  it("tells of a compatible() that does not come back (V8)", async () => {
    expect(await verdict(COMPATIBLE, { answer: crash("ended by SIGSEGV") })).toBe("crashed: ended by SIGSEGV");
  });

  it.each([
    ["version 100.1.0 without compatible()", { mesosVersion: "100.1.0" }, "V6"],
    ["version 100.1.0 with compatible()", { mesosVersion: "100.1.0", ...COMPATIBLE }, "V7"],
    ["version 0.1.0 without compatible()", { mesosVersion: "0.1.0" }, "V5"],
    ["version 0.1.0 with compatible()", { mesosVersion: "0.1.0", ...COMPATIBLE }, "V5"],
    ["kind unknown", { kind: "unknown" }, "V3"],
  ])("refuses the edge that Mesos' own tests try: %s (V9)", async (_, overrides, number) => {
    expect(await verdict(overrides)).toMatch(new RegExp(`^${number}: `));
  });

  it("reports the first rule that is broken, in Mesos' order (V9)", async () => {
    const repairs: readonly (readonly [string, Partial<ModuleHeader>])[] = [
      ["V1", { authorName: "x" }],
      ["V2", { moduleApiVersion: "2" }],
      ["V3", { kind: "TestModule" }],
      ["V4", { mesosVersion: "1" }],
      ["V5", { mesosVersion: "2" }],
      ["V6", COMPATIBLE],
      ["V7", { mesosVersion: "1.12" }],
    ];
    let overrides: Partial<ModuleHeader> = { authorName: null, moduleApiVersion: "1", kind: "X", mesosVersion: "x" };
    for (const [number, repair] of repairs) {
      expect(await verdict(overrides, { answer: false })).toMatch(new RegExp(`^${number}: `));
      overrides = { ...overrides, ...repair };
    }
    expect(await verdict(overrides, { answer: false })).toMatch(/^V8: /);
  });
});

/** The document's table (V11), with the rule that refuses: when compatible() is there, and when it is null. */
const TABLE = [
  { mesos: "0.18.0", minimum: "0.18.0", library: "0.18.0", with: null, without: null },
  { mesos: "0.29.0", minimum: "0.18.0", library: "0.18.0", with: null, without: "V6" },
  { mesos: "0.29.0", minimum: "0.18.0", library: "0.21.0", with: null, without: "V6" },
  { mesos: "0.18.0", minimum: "0.18.0", library: "0.29.0", with: "V7", without: "V6" },
  { mesos: "0.29.0", minimum: "0.21.0", library: "0.18.0", with: "V5", without: "V5" },
  { mesos: "0.29.0", minimum: "0.29.0", library: "0.18.0", with: "V5", without: "V5" },
] as const;

describe("the document's table of versions", () => {
  it.each(TABLE)(
    "Mesos $mesos, kind from $minimum, library $library: $with with compatible() (V11, D17), $without without (D18)",
    async ({ mesos, minimum, library, ...expected }) => {
      const flags = { mesosVersion: mesos, kindVersions: [`TestModule=${minimum}`] };
      const kinds = new KindTable(readKindSettings(flags));
      const numberOf = async (compatible: bigint | null) => {
        const isCompatible = () => ({ kind: "ready", value: true }) as const;
        const found = await verifyModule(
          { header: header({ mesosVersion: library, compatible }), isCompatible },
          kinds,
        );
        return found === null ? null : "number" in found ? found.number : found.failure;
      };
      expect({ with: await numberOf(0x1000n), without: await numberOf(null) }).toEqual(expected);
    },
  );

  it("holds for the first Mesos of today's numbering, too, as its newer edition has it (V11)", async () => {
    expect(await verdict({ mesosVersion: "0.18.0", ...COMPATIBLE }, { mesos: "1.0.0", minimum: "0.18.0" })).toBeNull();
  });
});
