import { describe, expect, it } from "vitest";
import { offerConstraint } from "../../../src/allocator/hierarchical/offer-constraint.js";
import { type AgentProfile, plainProfile } from "../../../src/cluster/agent-profile.js";
import type { ConstraintPredicate, ConstraintSelector } from "../../../src/cluster/offer-constraints.js";

const RACKED: AgentProfile = {
  ...plainProfile("a1"),
  attributes: [
    { name: "rack", kind: "text", value: "r1" },
    { name: "rack", kind: "text", value: "r2" },
    { name: "load", kind: "scalar", value: "1.5" },
  ],
};
const HERE: AgentProfile = { ...RACKED, domain: { region: "north", zone: "n1" } };

function holds(profile: AgentProfile, selector: ConstraintSelector, predicate: ConstraintPredicate): boolean {
  return offerConstraint([[{ selector, predicate }]])(profile);
}

/** All predicates, the four about text with `r1` or `r.`. */
function answers(profile: AgentProfile, selector: ConstraintSelector, text = "r1", pattern = "r."): boolean[] {
  return [
    holds(profile, selector, { kind: "exists" }),
    holds(profile, selector, { kind: "notExists" }),
    holds(profile, selector, { kind: "equals", text }),
    holds(profile, selector, { kind: "notEquals", text }),
    holds(profile, selector, { kind: "matches", text: pattern }),
    holds(profile, selector, { kind: "notMatches", text: pattern }),
  ];
}

describe("an offer constraint (P8)", () => {
  it("is about the first attribute of the name", () => {
    expect(answers(RACKED, { kind: "attribute", name: "rack" })).toEqual([true, false, true, false, true, false]);
    expect(answers(RACKED, { kind: "attribute", name: "rack" }, "r2", "r2")).toEqual(
      // r2 is the second one
      [true, false, false, true, false, true],
    );
  });

  it("of a missing attribute: exists, equals and matches fail, their negatives hold", () => {
    expect(answers(RACKED, { kind: "attribute", name: "os" })).toEqual([false, true, false, true, false, true]);
  });

  it("lets an attribute that is not TEXT pass all four text predicates", () => {
    expect(answers(RACKED, { kind: "attribute", name: "load" })).toEqual([true, false, true, true, true, true]);
  });

  it("can be about the host name", () => {
    expect(answers(RACKED, { kind: "HOSTNAME" }, "a1", "b.")).toEqual([true, false, true, false, false, true]);
  });

  it("can be about region and zone, which an agent without a domain does not have", () => {
    expect(answers(HERE, { kind: "REGION" }, "north", "n1")).toEqual([true, false, true, false, false, true]);
    expect(answers(HERE, { kind: "ZONE" }, "north", "n1")).toEqual([true, false, false, true, true, false]);
    expect(answers(RACKED, { kind: "REGION" })).toEqual([false, true, false, true, false, true]);
    expect(answers(RACKED, { kind: "ZONE" })).toEqual([false, true, false, true, false, true]);
  });

  it.each([
    ["r", false],
    ["1", false],
    ["r1", true],
    ["(?i)R[0-9]", true],
    ["x|r1", true],
    ["r|1", false],
    ["r1\\n", false],
  ])("matches %j against the whole text, as RE2 does: %s", (text, expected) => {
    expect(holds(RACKED, { kind: "attribute", name: "rack" }, { kind: "matches", text })).toBe(expected);
  });

  it("holds with all of at least one group", () => {
    const rack = { kind: "attribute", name: "rack" } as const;
    const equals = (text: string) => ({ selector: rack, predicate: { kind: "equals", text } }) as const;
    const named = { selector: { kind: "HOSTNAME" }, predicate: { kind: "equals", text: "a1" } } as const;
    expect(offerConstraint([[equals("r9")], [equals("r1"), named]])(RACKED)).toBe(true);
    expect(offerConstraint([[equals("r9")], [equals("r9"), named]])(RACKED)).toBe(false);
    expect(offerConstraint([[equals("r1"), equals("r9")]])(RACKED)).toBe(false);
  });
});
