import type { RoleId } from "../cluster/ids.js";
import type {
  ConstraintGroups,
  ConstraintPredicate,
  ConstraintSelector,
  OfferConstraint,
} from "../cluster/offer-constraints.js";
import { constraintPatternDefect } from "./constraint-pattern.js";
import type { FieldEncoder } from "./field-encoder.js";
import type { LineFields } from "./line-fields.js";

const PSEUDO = ["HOSTNAME", "REGION", "ZONE"] as const;
const PREDICATES = ["exists", "notExists", "equals", "notEquals", "matches", "notMatches"] as const;

const ANY: OfferConstraint = { selector: { kind: "HOSTNAME" }, predicate: { kind: "exists" } };

/** `offerConstraints: {role: [[constraint and constraint] or [...]]}` (P8). */
export function readConstraints(fields: LineFields): ReadonlyMap<RoleId, ConstraintGroups> {
  return fields.byRole("offerConstraints", (roles, role) =>
    roles
      .objectLists(role, "a role has at least one group, and a group at least one constraint (P8)")
      .map((group) => group.map(readConstraint)),
  );
}

function readConstraint(fields: LineFields): OfferConstraint {
  const selectors = (["attribute", "pseudo"] as const).filter((name) => fields.has(name));
  const predicates = PREDICATES.filter((name) => fields.has(name));
  const [selector] = selectors;
  const [predicate] = predicates;
  if (selector === undefined || selectors.length > 1) {
    fields.complainOfAll('a constraint is about one "attribute", or one "pseudo" attribute (P8)');
  }
  if (predicate === undefined || predicates.length > 1) {
    fields.complainOfAll(`a constraint has one of ${PREDICATES.join(", ")} (P8)`);
  }
  if (selector === undefined || predicate === undefined) return ANY;
  return { selector: readSelector(fields, selector), predicate: readPredicate(fields, predicate) };
}

function readSelector(fields: LineFields, name: "attribute" | "pseudo"): ConstraintSelector {
  if (name === "attribute") return { kind: "attribute", name: fields.filledText("attribute") };
  return { kind: fields.word("pseudo", PSEUDO, "a pseudo attribute") };
}

function readPredicate(fields: LineFields, kind: (typeof PREDICATES)[number]): ConstraintPredicate {
  if (kind === "exists" || kind === "notExists") {
    fields.mark(kind);
    return { kind };
  }
  const text = fields.text(kind);
  const defect = kind === "matches" || kind === "notMatches" ? constraintPatternDefect(text) : undefined;
  if (defect !== undefined) fields.complain(kind, `${defect} (P8)`);
  return { kind, text };
}

/** As `readConstraints` reads them: an object. */
export function constraintsJson(constraints: ReadonlyMap<RoleId, ConstraintGroups>, fields: FieldEncoder): string {
  return fields.byRole(constraints, (groups) => `[${groups.map((group) => `[${group.map(constraintJson)}]`)}]`);
}

function constraintJson({ selector, predicate }: OfferConstraint): string {
  const about = selector.kind === "attribute" ? { attribute: selector.name } : { pseudo: selector.kind };
  return JSON.stringify({ ...about, [predicate.kind]: "text" in predicate ? predicate.text : true });
}
