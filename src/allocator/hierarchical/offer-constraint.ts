import { RE2JS } from "re2js";
import type { AgentProfile } from "../../cluster/agent-profile.js";
import type { ConstraintGroups, ConstraintPredicate, ConstraintSelector } from "../../cluster/offer-constraints.js";

/** Whether an agent may be offered. */
export type AgentTest = (profile: AgentProfile) => boolean;

/** What a selector finds on an agent: `text` is null for an attribute that is not TEXT; undefined when there is none. */
type Selected = { readonly text: string | null } | undefined;

/**
 * Offer constraints of one role as a question to ask of agents: all constraints of at least one group hold (P8).
 * Regular expressions are compiled here, once.
 *
 * @throws RE2JSException for an expression that RE2 cannot compile; journal and scenario refuse it before
 */
export function offerConstraint(groups: ConstraintGroups): AgentTest {
  const tests = groups.map((group) =>
    group.map(({ selector, predicate }) => {
      const holds = predicateTest(predicate);
      return (profile: AgentProfile) => holds(select(selector, profile));
    }),
  );
  return (profile) => tests.some((group) => group.every((holds) => holds(profile)));
}

function select(selector: ConstraintSelector, { hostname, attributes, domain }: AgentProfile): Selected {
  switch (selector.kind) {
    case "HOSTNAME":
      return { text: hostname };
    case "REGION":
      return domain === null ? undefined : { text: domain.region };
    case "ZONE":
      return domain === null ? undefined : { text: domain.zone };
    case "attribute": {
      const first = attributes.find(({ name }) => name === selector.name);
      return first && { text: first.kind === "text" ? first.value : null };
    }
  }
}

function predicateTest(predicate: ConstraintPredicate): (found: Selected) => boolean {
  switch (predicate.kind) {
    case "exists":
      return (found) => found !== undefined;
    case "notExists":
      return (found) => found === undefined;
    default: {
      const isSuch = textTest(predicate);
      const isNegative = predicate.kind === "notEquals" || predicate.kind === "notMatches";
      return (found) => {
        if (found === undefined) return isNegative;
        return found.text === null || isSuch(found.text) !== isNegative;
      };
    }
  }
}

/** The predicate without its negation. */
function textTest({ kind, text: wanted }: Extract<ConstraintPredicate, { text: string }>): (text: string) => boolean {
  if (kind === "equals" || kind === "notEquals") return (text) => text === wanted;
  const pattern = RE2JS.compile(wanted);
  return (text) => pattern.matches(text);
}
