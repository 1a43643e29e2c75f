import { describe, expect, it } from "vitest";
import { formatComplaint } from "../../src/base/bad-input.js";
import { selectionComplaints, splitNames } from "../../src/modules/selection.js";

const KINDS: Readonly<Record<string, string>> = { A: "Hook", org_example_B: "Hook", C: "Isolator" };
const MODULES = {
  kindOf: (name: string) => KINDS[name],
  find: (kind: string) => Object.keys(KINDS).filter((name) => KINDS[name] === kind),
};

const complaintsOf = (list: string, kind = "Hook", builtins: readonly string[] = []) =>
  selectionComplaints({ flag: "--flag", kind, names: splitNames(list), builtins }, MODULES).map(formatComplaint);

describe("a flag that lists modules", () => {
  it("is split at commas and nothing is trimmed (H1)", () => {
    expect(splitNames("A, B,,C")).toEqual(["A", " B", "", "C"]);
    expect(splitNames("")).toEqual([""]);
  });

  it("names loaded modules of its kind, and built-in ones", () => {
    expect(complaintsOf("A,org_example_B")).toEqual([]);
    expect(complaintsOf("memory,C", "Isolator", ["memory"])).toEqual([]);
  });

  it("looks for a name with its blank, and for an empty one (H1)", () => {
    const rule = "there is no loaded module of kind Hook of this name";
    expect(complaintsOf("A, org_example_B,")).toEqual([
      `--flag: " org_example_B": ${rule}; write "org_example_B": names are taken with their spaces`,
      `--flag: "": ${rule}; take away the comma too many, or the flag`,
    ]);
  });

  it("refuses a name given twice, one that is not loaded, and one of another kind (H2, D15)", () => {
    expect(complaintsOf("A,org_exmple_B,A,C,masterLaunchTaskHook")).toEqual([
      '--flag: "org_exmple_B": there is no loaded module of kind Hook of this name; did you mean "org_example_B"?',
      '--flag: "A": stands twice in the list; name it once',
      '--flag: "C": the module is of kind Isolator, not Hook; did you mean "A"?',
      '--flag: "masterLaunchTaskHook": there is no loaded module of kind Hook of this name; there are A, org_example_B',
    ]);
    expect(complaintsOf("X", "QoSController")).toEqual([
      '--flag: "X": there is no loaded module of kind QoSController of this name; load a module of kind QoSController with --modules',
    ]);
  });
});
