import { type Complete, failed, type Outcome, ready } from "../outcome.js";
import { answerFaults } from "./answer-form.js";
import type { Isolator, IsolatorMethod } from "./isolator.js";
import { ISOLATOR_METHODS } from "./isolator-methods.js";
import { isolatorOf } from "./isolator-of.js";
import { mergeMessages } from "./merge-messages.js";
import { whyNot } from "./pending.js";

/** Module code in whatever language, once it is created: inputs and answers are JSON data. */
export interface ModuleBorder {
  /** The methods that the module has; those of the kind that it has not get the kind's default. */
  readonly methods: readonly string[];
  call(method: string, input: unknown, complete: Complete<unknown>): void;
}

export type CreatedIsolator =
  | { readonly kind: "created"; readonly isolator: Isolator }
  | { readonly kind: "failed"; readonly message: string };

/**
 * A module as an isolator. It is asked here, once, what it supports; an answer of the wrong form to any later call is a
 * failed call, with the reason.
 */
export function moduleIsolator(name: string, border: ModuleBorder): CreatedIsolator {
  const supportsNesting = askAtOnce(border, "supportsNesting");
  if (supportsNesting.kind === "failed") return supportsNesting;
  const supportsStandalone = askAtOnce(border, "supportsStandalone");
  if (supportsStandalone.kind === "failed") return supportsStandalone;
  const calls = border.methods.filter(isCall).map((method) => [method, callOf(border, method)]);
  const isolator = isolatorOf(name, {
    ...Object.fromEntries(calls),
    supportsNesting: supportsNesting.value,
    supportsStandalone: supportsStandalone.value,
  });
  return { kind: "created", isolator };
}

type Question = "supportsNesting" | "supportsStandalone";

function askAtOnce(border: ModuleBorder, question: Question): Extract<Outcome<boolean>, { kind: "ready" | "failed" }> {
  if (!border.methods.includes(question)) return { kind: "ready", value: false };
  const answer: { outcome: Outcome<unknown> } = { outcome: failed("there is no answer") };
  border.call(question, null, (outcome) => {
    answer.outcome = checked(question, outcome);
  });
  const { outcome } = answer;
  if (outcome.kind === "ready") return { kind: "ready", value: outcome.value === true };
  return { kind: "failed", message: `${question} has to be answered at once: ${whyNot(outcome)}` };
}

function isCall(method: string): method is IsolatorMethod {
  return Object.hasOwn(ISOLATOR_METHODS, method) && method !== "supportsNesting" && method !== "supportsStandalone";
}

function callOf(border: ModuleBorder, method: IsolatorMethod) {
  return (input: unknown, complete: Complete<unknown>) =>
    border.call(method, input, (outcome) => complete(checked(method, outcome)));
}

/** The answer without its null members, or why it is none. */
function checked(method: keyof typeof ISOLATOR_METHODS, outcome: Outcome<unknown>): Outcome<unknown> {
  if (outcome.kind !== "ready") return outcome;
  const value = outcome.value ?? null;
  const faults = answerFaults(value, ISOLATOR_METHODS[method].result, "it");
  if (faults.length > 0) return failed(`the answer has the wrong form: ${faults.join(", ")}`);
  return ready(typeof value === "object" && value !== null ? mergeMessages({}, value) : value);
}
