import type { ParameterValue } from "../allocator/allocator.js";
import { languageOf } from "../allocator/language.js";
import { announced } from "../run/announced-allocator.js";
import type { FlightRecorder } from "../run/flight-record.js";
import { factoryOf, type LoadableAllocator } from "../run/loadable-allocator.js";
import { AllocatorPlace, EFFORT, SLOW_START_EFFORT } from "./allocator/allocator-place.js";
import { ALLOCATOR_RULES } from "./allocator/allocator-rules.js";
import type { BatteryJob } from "./battery-job.js";
import { CallCount } from "./call-count.js";
import type { InstancePlace } from "./instances/instance-place.js";
import { openPlace } from "./instances/open-place.js";
import type { Ports } from "./instances/ports.js";
import { ANONYMOUS_RULES } from "./kinds/anonymous-rules.js";
import { AUTHENTICATEE_RULES } from "./kinds/authenticatee-rules.js";
import { AUTHENTICATOR_RULES } from "./kinds/authenticator-rules.js";
import { HOOK_RULES } from "./kinds/hook-rules.js";
import { ISOLATOR_RULES } from "./kinds/isolator-rules.js";
import { QOS_CONTROLLER_RULES, RESOURCE_ESTIMATOR_RULES } from "./kinds/oversubscription-rules.js";
import { TEST_MODULE_RULES } from "./kinds/test-module-rules.js";
import type { Rule, RuleName } from "./rule.js";
import type { TestedKind } from "./tested-kind.js";
import type { Verdict } from "./verdict.js";

const INSTANCE_RULES: { readonly [K in keyof Ports]: readonly Rule<InstancePlace<Ports[K]>>[] } = {
  Anonymous: ANONYMOUS_RULES,
  Authenticatee: AUTHENTICATEE_RULES,
  Authenticator: AUTHENTICATOR_RULES,
  Hook: HOOK_RULES,
  Isolator: ISOLATOR_RULES,
  QoSController: QOS_CONTROLLER_RULES,
  ResourceEstimator: RESOURCE_ESTIMATOR_RULES,
  TestModule: TEST_MODULE_RULES,
};

/** The rules of a kind, the one that all others stand on first. */
export function rulesOf(kind: TestedKind): readonly RuleName[] {
  return kind === "Allocator" ? ALLOCATOR_RULES : INSTANCE_RULES[kind];
}

/** Judges a rule by its number in `rulesOf`. @throws AllocatorFailure when the module's code breaks */
export type Judge = (rule: number) => Promise<Verdict>;

/** Makes ready what is to be tried, in the process that was started for it: foreign code runs from here on. */
export async function openBattery(job: BatteryJob, recorder: FlightRecorder): Promise<Judge> {
  const { subject } = job;
  if (subject.kind !== "Allocator") return judgeOf(subject.kind, subject, job, recorder);
  const place = allocatorPlace(subject.allocator, subject.parameters, job, recorder);
  return async (rule) => (ALLOCATOR_RULES[rule] as Rule<AllocatorPlace>).judge(place);
}

async function judgeOf<K extends keyof Ports>(
  kind: K,
  subject: Parameters<typeof openPlace>[1],
  job: BatteryJob,
  recorder: FlightRecorder,
): Promise<Judge> {
  const place = await openPlace(kind, subject, job, recorder);
  return async (rule) => (INSTANCE_RULES[kind][rule] as Rule<InstancePlace<Ports[K]>>).judge(place);
}

function allocatorPlace(
  allocator: LoadableAllocator,
  parameters: Readonly<Record<string, ParameterValue>>,
  { seed, limits }: BatteryJob,
  recorder: FlightRecorder,
): AllocatorPlace {
  return new AllocatorPlace({
    create: announced(factoryOf(allocator, limits), recorder),
    seed,
    parameters,
    effort: startsSlowly(allocator) ? SLOW_START_EFFORT : EFFORT,
    calls: new CallCount(recorder),
  });
}

function startsSlowly(allocator: LoadableAllocator): boolean {
  if (allocator.kind === "builtin") return false;
  return languageOf(allocator.kind === "script" ? allocator.path : allocator.module.library.path) === "python";
}
