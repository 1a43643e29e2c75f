import type { ModuleParameter } from "../../kinds/module-parameter.js";
import { createReferenceTestModule } from "../../kinds/test-module/reference-test-module.js";
import type { TestModule } from "../../kinds/test-module/test-module.js";
import { commonRules } from "../instances/common-rules.js";
import { type InstancePlace, NoInstance, withInstance } from "../instances/instance-place.js";
import { answerText, type Routine } from "../instances/routine.js";
import type { Rule } from "../rule.js";
import { failedWith, PASSED, type Verdict, verdictOn } from "../verdict.js";

type Place = InstancePlace<TestModule>;

/** What a call gives, or says is wrong. */
function attempt(call: () => unknown): string {
  try {
    return JSON.stringify(call());
  } catch (error) {
    // The module's own failure; one that ends its virtual machine is no plain Error.
    if ((error as Error).constructor !== Error) throw error;
    return (error as Error).message;
  }
}

const CALLS: readonly { readonly text: string; readonly call: (module: TestModule) => unknown }[] = [
  { text: "foo('A', 1024)", call: (module) => module.foo("A", 1024) },
  { text: "foo('A', -66)", call: (module) => module.foo("A", -66) },
  { text: "bar(0.5, 10.8)", call: (module) => module.bar(0.5, 10.8) },
  { text: "bar(0.5, -10.8)", call: (module) => module.bar(0.5, -10.8) },
  { text: "baz(5, 10)", call: (module) => module.baz(5, 10) },
];

const ROUTINE: Routine<TestModule> = [
  ...CALLS.map(({ text, call }): Routine<TestModule>[number] => (module, note) => {
    note(
      answerText(
        text,
        attempt(() => call(module)),
      ),
    );
  }),
  (module, note) =>
    note(
      answerText(
        "parameters",
        attempt(() => module.parameters()),
      ),
    ),
];

const SUM: ModuleParameter = { key: "operation", value: "sum" };
const FOO: ModuleParameter = { key: "foo", value: "foovalue" };

export const TEST_MODULE_RULES: readonly Rule<Place>[] = [
  ...commonRules(ROUTINE),
  {
    rule: "M28",
    about: "it tells its parameters as they were given, in order and with repeated keys",
    judge: (place) => judgeParameters(place, [FOO, SUM, FOO]),
  },
  { rule: "M29", about: "an override replaces all of them", judge: (place) => judgeParameters(place, [FOO]) },
  { rule: "M30", about: "foo('A', 1024) = 1089, bar(0.5, 10.8) = 5", judge: (place) => judgeCalls(place, [], 0, 4) },
  { rule: "M30", about: "baz(5, 10) = 15 with operation=sum", judge: (place) => judgeCalls(place, [SUM], 4, 5) },
  { rule: "M30", about: "baz(5, 10) = -1 without", judge: (place) => judgeCalls(place, [FOO], 4, 5) },
  { rule: "M30", about: "any other operation is refused", judge: judgeRefusal },
];

function judgeParameters(place: Place, parameters: readonly ModuleParameter[]): Promise<Verdict> {
  return withParameters(place, parameters, (module) => {
    const told = attempt(() => module.parameters());
    const given = JSON.stringify(parameters);
    return told === given ? PASSED : failedWith(`it was given ${given} and tells ${told}`);
  });
}

function judgeCalls(place: Place, parameters: readonly ModuleParameter[], from: number, to: number): Promise<Verdict> {
  const reference = createReferenceTestModule(parameters);
  if (reference.kind === "failed") throw new Error(reference.message);
  return withParameters(place, parameters, (module) => {
    const defects = CALLS.slice(from, to).flatMap(({ text, call }) => {
      const [expected, actual] = [attempt(() => call(reference.instance)), attempt(() => call(module))];
      return expected === actual ? [] : [`${text} gives ${actual}`];
    });
    return verdictOn(defects);
  });
}

async function judgeRefusal(place: Place): Promise<Verdict> {
  for (const value of ["product", ""]) {
    try {
      (await place.make([{ key: "operation", value }])).close();
      return failedWith(`operation=${value} gives an instance`);
    } catch (error) {
      if (!(error instanceof NoInstance)) throw error;
    }
  }
  return PASSED;
}

function withParameters(
  place: Place,
  parameters: readonly ModuleParameter[],
  judge: (module: TestModule) => Verdict,
): Promise<Verdict> {
  return withInstance({ ...place, make: () => place.make(parameters) }, ({ port }) => judge(port));
}
