import { MICROS_PER_SECOND } from "../../base/time.js";
import { parseResourceText, ResourceTextError } from "../../cluster/resource-text.js";
import { whyNot } from "../../kinds/isolator/pending.js";
import type { Outcome } from "../../kinds/outcome.js";
import type { QosCorrection } from "../../kinds/oversubscription/qos-controller.js";
import { isRevocable } from "../../kinds/oversubscription/revocable-part.js";
import { commonRules } from "../instances/common-rules.js";
import { type InstancePlace, withInstance } from "../instances/instance-place.js";
import { answerText, type Routine } from "../instances/routine.js";
import type { Rule } from "../rule.js";
import { failedWith, PASSED, type Verdict, verdictOn } from "../verdict.js";
import { type AskedPort, endsOfQuestion, GivenUsages } from "./asked-port.js";
import { USAGES } from "./usages.js";

type Place = InstancePlace<AskedPort>;
type Judge = (value: unknown) => string | null;

const HOUR = 3600 * MICROS_PER_SECOND;

const ROUTINE: Routine<AskedPort> = [
  (port, note) => {
    note(answerText("initialize", port.initialize(new GivenUsages(USAGES[2] as (typeof USAGES)[number]).source)));
  },
  (port, note) => port.ask((outcome) => note(answerText("answers", outcome))),
  (port, note) => port.ask((outcome) => note(answerText("answers", outcome))),
];

export const RESOURCE_ESTIMATOR_RULES: readonly Rule<Place>[] = [
  ...commonRules(ROUTINE),
  ...initializeRules("E4"),
  { rule: "E2", about: "all that it answers is revocable", judge: (place) => judgeAnswers(place, revocableDefect) },
  { rule: "E3", about: "each question is answered at most once", judge: judgeAtMostOnce },
];

export const QOS_CONTROLLER_RULES: readonly Rule<Place>[] = [
  ...commonRules(ROUTINE),
  ...initializeRules("Q1"),
  { rule: "Q2", about: "its corrections are in due form", judge: (place) => judgeAnswers(place, () => null) },
  {
    rule: "Q2",
    about: "it kills what runs, by framework and executor",
    judge: (place) => judgeAnswers(place, correctionsDefect),
  },
  { rule: "Q1", about: "each question is answered at most once", judge: judgeAtMostOnce },
];

function initializeRules(rule: string): readonly Rule<Place>[] {
  return [
    {
      rule,
      about: "initialize succeeds",
      judge: (place) => withInstance(place, ({ port }) => initialized(port) ?? PASSED),
    },
    { rule, about: "a second initialize is an error", judge: judgeTwice },
    { rule, about: "a question before initialize fails", judge: judgeTooEarly },
  ];
}

function initialized(port: AskedPort, usages = new GivenUsages(USAGES[0] as (typeof USAGES)[number])): Verdict | null {
  const result = port.initialize(usages.source);
  return result.kind === "failed" ? failedWith(`initialize fails: ${result.message}`) : null;
}

function judgeTwice(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defect = initialized(port);
    if (defect !== null) return defect;
    return initialized(port) === null ? failedWith("the second one succeeds") : PASSED;
  });
}

function judgeTooEarly(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const ends = endsOfQuestion(port);
    place.timer.pass(HOUR);
    return ends[0]?.kind === "failed" ? PASSED : failedWith("the question does not fail");
  });
}

/** With each usage in turn. A question may stay open: that only stalls (E3), so the next one is put to a new instance. */
async function judgeAnswers(place: Place, judge: Judge): Promise<Verdict> {
  const defects: string[] = [];
  for (const usage of USAGES) {
    defects.push(
      ...(await withInstance(place, ({ port }) => {
        const defect = initialized(port, new GivenUsages(usage));
        if (defect !== null) return defect.kind === "failed" ? [defect.reason] : [];
        const ends = endsOfQuestion(port);
        place.timer.pass(HOUR);
        return [...port.takeIllegal(), ...ends.flatMap((end) => defectOf(end, judge) ?? [])];
      })),
    );
  }
  return verdictOn(defects);
}

function defectOf(end: Outcome<unknown>, judge: Judge): string | null {
  return end.kind === "ready" ? judge(end.value) : `it fails: ${whyNot(end)}`;
}

function judgeAtMostOnce(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const usages = new GivenUsages(USAGES[0] as (typeof USAGES)[number]);
    const defect = initialized(port, usages);
    if (defect !== null) return defect;
    const questions = USAGES.map((usage) => {
      usages.now = usage;
      const ends = endsOfQuestion(port);
      place.timer.pass(MICROS_PER_SECOND);
      return ends;
    });
    place.timer.pass(HOUR);
    const twice = questions.filter((ends) => ends.length > 1).length;
    return twice === 0 ? PASSED : failedWith(`${twice} of ${questions.length} questions are answered more than once`);
  });
}

function revocableDefect(value: unknown): string | null {
  const text = String(value);
  try {
    const odd = parseResourceText(text).find((entry) => !isRevocable(entry));
    return odd === undefined ? null : `${JSON.stringify(text)} is not all revocable`;
  } catch (error) {
    if (!(error instanceof ResourceTextError)) throw error;
    return `${JSON.stringify(text)} is no resource text: ${error.message}`;
  }
}

/** The type is the only one that an agent knows; a kill that lacks a name, or names nobody, is ignored there. */
function correctionsDefect(value: unknown): string | null {
  const executors = USAGES.flatMap((usage) => usage.executors.map(({ executor }) => executor));
  const odd = (value as readonly QosCorrection[]).find(({ type, kill }) => {
    const isThere = executors.some(({ id, framework }) => id === kill?.executor && framework === kill.framework);
    return type !== "KILL" || !isThere;
  });
  return odd === undefined ? null : `an agent would ignore ${JSON.stringify(odd)}`;
}
