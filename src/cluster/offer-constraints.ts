/** What of an agent a constraint is about: its first attribute of a name, or what every agent has (P8). */
export type ConstraintSelector =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "HOSTNAME" | "REGION" | "ZONE" };

/** A regular expression is RE2's, and is matched against the whole text (P8). */
export type ConstraintPredicate =
  | { readonly kind: "exists" | "notExists" }
  | { readonly kind: "equals" | "notEquals" | "matches" | "notMatches"; readonly text: string };

export interface OfferConstraint {
  readonly selector: ConstraintSelector;
  readonly predicate: ConstraintPredicate;
}

/** Of one role: an agent is offered when all constraints of at least one group hold. No group is empty, nor is the list. */
export type ConstraintGroups = readonly (readonly OfferConstraint[])[];
