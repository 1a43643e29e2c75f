import type { ModuleHeader } from "../kinds/module-header.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { Refusal } from "./refusal.js";

/** What makes a module itself: two entries of one name are the same module when all of this is equal (M24). */
export interface ModuleIdentity {
  /** The library's key (M20). */
  readonly library: string;
  readonly parameters: readonly ModuleParameter[];
  readonly header: ModuleHeader;
}

/** Of the header's functions `create` is not compared. */
const COMPARED = [
  "moduleApiVersion",
  "mesosVersion",
  "kind",
  "authorName",
  "authorEmail",
  "description",
  "compatible",
] as const;

/**
 * @returns null when the later entry is the earlier one once more; else what differs (M25). The later never replaces the
 *   earlier, whatever an old comment in Mesos' header says (M26).
 */
export function differenceOf(earlier: ModuleIdentity, later: ModuleIdentity): Refusal | null {
  const refuse = (rule: string): Refusal => {
    const nextStep = "give the modules different names, or make the two entries equal";
    return { number: "M25", rule: `the name stands twice in what is loaded, and ${rule}`, nextStep };
  };
  if (earlier.library !== later.library) return refuse(`the other one is in ${earlier.library}`);
  if (!areEqual(earlier.parameters, later.parameters)) return refuse("the other one has different parameters");
  const field = COMPARED.find((name) => earlier.header[name] !== later.header[name]);
  return field === undefined ? null : refuse(`the other one has a different ${field}`);
}

/** Position by position: the order counts, and so do equal keys. */
function areEqual(a: readonly ModuleParameter[], b: readonly ModuleParameter[]): boolean {
  return a.length === b.length && a.every(({ key, value }, i) => key === b[i]?.key && value === b[i]?.value);
}
