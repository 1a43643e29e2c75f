import type {
  ConstraintGroups,
  ConstraintPredicate,
  ConstraintSelector,
  OfferConstraint,
} from "../../cluster/offer-constraints.js";
import { constraintPatternDefect } from "../../journal/constraint-pattern.js";
import type { Cursor } from "../document/cursor.js";

const SELECTORS = ["attribute", "pseudo"] as const;
const PREDICATES = ["exists", "notExists", "equals", "notEquals", "matches", "notMatches"] as const;

/** Of one role: a list of groups, each a list of constraints (P8), in the journal's shape. */
export function readConstraintGroups(groups: Cursor): ConstraintGroups {
  return groups.items.map((group) => group.items.flatMap(readConstraint));
}

/** None when something is wrong with it; then with complaints. */
function readConstraint(cursor: Cursor): OfferConstraint[] {
  if (!cursor.isMap) return [];
  const selector = oneOf(cursor, SELECTORS, "a constraint is about one attribute, or one pseudo attribute (P8)");
  const predicate = oneOf(cursor, PREDICATES, `a constraint has one of ${PREDICATES.join(", ")} (P8)`);
  const about = selector === undefined ? undefined : readSelector(selector, cursor.get(selector));
  const holds = predicate === undefined ? undefined : readPredicate(predicate, cursor.get(predicate));
  return about === undefined || holds === undefined ? [] : [{ selector: about, predicate: holds }];
}

function oneOf<Key extends string>(cursor: Cursor, keys: readonly Key[], rule: string): Key | undefined {
  const given = keys.filter((key) => Object.hasOwn(cursor.value as object, key));
  if (given.length === 1) return given[0];
  const nextStep = given.length === 0 ? `add ${keys[0]}: ...` : `keep ${given[0]} alone, and write another constraint`;
  cursor.complain(rule, nextStep);
  return undefined;
}

function readSelector(key: (typeof SELECTORS)[number], { text }: Cursor): ConstraintSelector | undefined {
  if (text === undefined) return undefined;
  return key === "attribute" ? { kind: "attribute", name: text } : { kind: text as "HOSTNAME" | "REGION" | "ZONE" };
}

function readPredicate(kind: (typeof PREDICATES)[number], cursor: Cursor): ConstraintPredicate | undefined {
  if (kind === "exists" || kind === "notExists") return { kind };
  const { text } = cursor;
  if (text === undefined) return undefined;
  const isPattern = kind === "matches" || kind === "notMatches";
  const defect = isPattern ? constraintPatternDefect(text) : undefined;
  if (defect !== undefined) cursor.complain(`${defect} (P8)`, "write an RE2 expression such as rack-[0-9]+");
  return { kind, text };
}
