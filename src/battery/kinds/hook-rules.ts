import type { Hook } from "../../kinds/hook/hook.js";
import type { HookInputs } from "../../kinds/hook/hook-inputs.js";
import { HOOK_METHOD_NAMES, HOOK_METHODS, type HookMethodName, isAsynchronous } from "../../kinds/hook/hook-methods.js";
import { IllegalHookResult } from "../../kinds/hook/illegal-hook-result.js";
import { commonRules } from "../instances/common-rules.js";
import { type InstancePlace, withInstance } from "../instances/instance-place.js";
import { answerText, type Note, type Routine } from "../instances/routine.js";
import type { Rule } from "../rule.js";
import { doesNotApply, type Verdict, verdictOn } from "../verdict.js";
import { HOOK_INPUTS } from "./hook-inputs.js";

type Place = InstancePlace<Hook>;

const ROUTINE: Routine<Hook> = HOOK_METHOD_NAMES.map((method) => (hook, note) => {
  for (const input of HOOK_INPUTS[method]) ask(hook, method, input, note);
});

/** Its methods are those of the kind (D15): one that has others could not be made at all. */
export const HOOK_RULES: readonly Rule<Place>[] = [
  ...commonRules(ROUTINE),
  ...HOOK_METHOD_NAMES.map(
    (method): Rule<Place> => ({
      rule: method,
      about: `it is asked when ${HOOK_METHODS[method].when}, and answers in due form (H5)`,
      judge: (place) => judgeMethod(place, method),
    }),
  ),
];

function judgeMethod(place: Place, method: HookMethodName): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    if (port[method] === undefined) return doesNotApply("it has no such method");
    const defects: string[] = [];
    let answers = 0;
    for (const input of HOOK_INPUTS[method]) {
      ask(port, method, input, (line) => {
        answers++;
        if (line.startsWith(ILLEGAL)) defects.push(line.slice(ILLEGAL.length));
      });
    }
    place.timer.pass(LONG);
    if (answers > HOOK_INPUTS[method].length) defects.push("it answered more than once");
    return verdictOn(defects);
  });
}

/** An hour: an asynchronous answer may take its time. */
const LONG = 3_600_000_000;
const ILLEGAL = "illegal: ";

function ask<M extends HookMethodName>(hook: Hook, method: M, input: HookInputs[M], note: Note): void {
  const call = hook[method] as ((input: object, complete?: (outcome: unknown) => void) => unknown) | undefined;
  if (call === undefined) return;
  try {
    if (isAsynchronous(method)) call(input, (outcome) => note(answerText(method, outcome)));
    else note(answerText(method, call(input)));
  } catch (error) {
    if (!(error instanceof IllegalHookResult)) throw error;
    note(`${ILLEGAL}${error.message}`);
  }
}
