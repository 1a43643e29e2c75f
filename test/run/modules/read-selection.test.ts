import { describe, expect, it } from "vitest";
import { formatComplaint } from "../../../src/base/bad-input.js";
import type { GivenSelection, Selector } from "../../../src/run/modules/given-selection.js";
import { readSelection, type Selectable } from "../../../src/run/modules/read-selection.js";

const KINDS: Readonly<Record<string, string>> = {
  org_example_A: "Hook",
  org_example_B: "Hook",
  org_example_Isolator: "Isolator",
  org_example_Authenticator: "Authenticator",
  org_example_Estimator: "ResourceEstimator",
};

const MODULES: Selectable = {
  kindOf: (name) => KINDS[name],
  find: (kind) => Object.keys(KINDS).filter((name) => KINDS[name] === kind),
  isLost: (name) => name === "org_example_Lost",
};

function given(texts: Partial<Record<Selector, string>>): GivenSelection {
  return Object.fromEntries(Object.entries(texts).map(([selector, text]) => [selector, { place: selector, text }]));
}

const selectionOf = (texts: Partial<Record<Selector, string>>) => readSelection(given(texts), MODULES).selection;
const complaintsOf = (texts: Partial<Record<Selector, string>>) =>
  readSelection(given(texts), MODULES).complaints.map(formatComplaint);

describe("which modules a run has", () => {
  it("is Mesos' default where nothing is chosen", () => {
    expect(readSelection({}, MODULES)).toEqual({
      selection: {
        hooks: [],
        hookSemantics: "0.23",
        isolators: null,
        authenticator: null,
        authenticatee: null,
        resourceEstimator: null,
        qosController: null,
      },
      warnings: [],
      complaints: [],
    });
  });

  it("keeps the order of hooks (H3)", () => {
    expect(selectionOf({ hooks: "org_example_B,org_example_A" }).hooks).toEqual(["org_example_B", "org_example_A"]);
  });

  it("reads what hooks return as the emulated Mesos does, or as the scenario says (H6)", () => {
    expect(readSelection({ hookSemantics: "0.22-doc" }, MODULES).selection.hookSemantics).toBe("0.22-doc");
  });

  it("plans isolators, built-in ones first (I1)", () => {
    expect(selectionOf({ isolation: "org_example_Isolator,cgroups/mem" }).isolators).toEqual([
      { origin: "builtIn", name: "filesystem/posix" },
      { origin: "builtIn", name: "cgroups/mem" },
      { origin: "module", name: "org_example_Isolator" },
    ]);
  });

  it("knows the built-in ones of each kind", () => {
    const texts = {
      authenticators: "org_example_Authenticator",
      authenticatee: "crammd5",
      resourceEstimator: "org_apache_mesos_FixedResourceEstimator",
      qosController: "org_apache_mesos_LoadQoSController",
    };
    expect(complaintsOf(texts)).toEqual([]);
    expect(selectionOf(texts)).toMatchObject({
      authenticator: "org_example_Authenticator",
      authenticatee: "crammd5",
      resourceEstimator: "org_apache_mesos_FixedResourceEstimator",
      qosController: "org_apache_mesos_LoadQoSController",
    });
  });

  it("takes one authenticator", () => {
    expect(complaintsOf({ authenticators: "crammd5,org_example_Authenticator" })).toEqual([
      'authenticators: "crammd5,org_example_Authenticator": takes one name; keep one of them',
    ]);
  });

  it("says nothing of a module that is known to be unusable: that is told elsewhere", () => {
    expect(
      complaintsOf({
        hooks: "org_example_Lost",
        isolation: "org_example_Lost",
        qosController: "org_example_Lost",
      }),
    ).toEqual([]);
  });

  it("passes on what is out of date with the isolation", () => {
    expect(readSelection(given({ isolation: "process" }), MODULES).warnings).toEqual([
      "isolator process is an old name: write posix/cpu,posix/mem",
    ]);
  });
});
