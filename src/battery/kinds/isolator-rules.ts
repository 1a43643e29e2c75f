import { MICROS_PER_SECOND } from "../../base/time.js";
import { type ContainerLaunchInfo, mergeLaunchInfos } from "../../kinds/isolator/container-launch-info.js";
import type { Isolator, IsolatorInputs, IsolatorMethod } from "../../kinds/isolator/isolator.js";
import { whyNot } from "../../kinds/isolator/pending.js";
import { commonRules } from "../instances/common-rules.js";
import { type InstancePlace, withInstance } from "../instances/instance-place.js";
import { answerText, type Routine } from "../instances/routine.js";
import type { Rule } from "../rule.js";
import { failedWith, PASSED, type Verdict, verdictOn } from "../verdict.js";
import { containerConfig, playContainers } from "./container-history.js";
import { endsOf } from "./counted-isolator.js";

type Place = InstancePlace<Isolator>;

const HISTORIES = 20;
const HOUR = 3600 * MICROS_PER_SECOND;

const [ONE, OTHER] = ["container-1", "container-2"];

/** The life of one container, and a part of another's: in the order in which an agent asks. */
const LIFE: readonly { readonly [M in IsolatorMethod]: readonly [M, IsolatorInputs[M]] }[IsolatorMethod][] = [
  ["prepare", { container: ONE, config: containerConfig(ONE) }],
  ["watch", { container: ONE }],
  ["isolate", { container: ONE, pid: 1 }],
  ["prepare", { container: OTHER, config: containerConfig(OTHER) }],
  ["update", { container: ONE, resources: "cpus:2;mem:1024", limits: { mem: "infinity" } }],
  ["usage", { container: ONE }],
  ["status", { container: ONE }],
  ["cleanup", { container: OTHER }],
  ["cleanup", { container: ONE }],
];

const ROUTINE: Routine<Isolator> = LIFE.map(([method, input]) => (isolator, note) => {
  const call = isolator[method] as (input: unknown, complete: (outcome: unknown) => void) => void;
  call(input, (outcome) => note(answerText(method, outcome)));
});

/** What it supports is asked when it is made: one that does not say it at once could not be made at all. */
export const ISOLATOR_RULES: readonly Rule<Place>[] = [
  ...commonRules(ROUTINE),
  { rule: "I2", about: "containers that are there already are recovered, and end", judge: judgeRecovery },
  {
    rule: "I3",
    about: "prepare says what the launch needs, in due form, and sets no rootfs or user",
    judge: judgePrepare,
  },
  { rule: "I5", about: "isolate ends", judge: (place) => judgeCall(place, "isolate") },
  { rule: "I6", about: "update ends", judge: (place) => judgeCall(place, "update") },
  { rule: "I7", about: "usage is in due form", judge: (place) => judgeCall(place, "usage") },
  { rule: "I7", about: "status is in due form", judge: (place) => judgeCall(place, "status") },
  { rule: "I8", about: "watch ends at most once, and in due form", judge: judgeWatch },
  {
    rule: "I11",
    about: "cleanup of a container that it has prepared ends",
    judge: (place) => judgeCall(place, "cleanup"),
  },
  { rule: "I11", about: "cleanup of a container that it has never seen is ignored", judge: judgeStranger },
  { rule: "lifecycle", about: "over random histories every container comes to its end, once", judge: judgeLifecycle },
];

function judgeRecovery(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const states = [{ container: ONE, pid: 7, config: containerConfig(ONE) }];
    const recover = endsOf(port, "recover", { states, orphans: [OTHER] });
    endsOf(port, "watch", { container: ONE });
    place.timer.pass(MICROS_PER_SECOND);
    const cleanups = [ONE, OTHER].map((container) => endsOf(port, "cleanup", { container }));
    place.timer.pass(HOUR);
    return verdictOn([...defectsOf("recover", recover), ...cleanups.flatMap((ends) => defectsOf("cleanup", ends))]);
  });
}

function judgePrepare(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const ends = prepared(place, port);
    const [outcome] = ends;
    const defects = defectsOf("prepare", ends);
    if (outcome?.kind === "ready" && outcome.value !== null) {
      const merged = mergeLaunchInfos([outcome.value as ContainerLaunchInfo]);
      if (merged.kind !== "ready") defects.push(whyNot(merged));
    }
    return verdictOn(defects);
  });
}

/** One call in its place in the life of a container. */
function judgeCall(place: Place, method: "isolate" | "update" | "usage" | "status" | "cleanup"): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defects: string[] = [];
    for (const [called, input] of LIFE) {
      const ends = endsOf(port, called, input as never);
      place.timer.pass(MICROS_PER_SECOND);
      if (called !== method) continue;
      place.timer.pass(HOUR);
      defects.push(...defectsOf(method, ends));
      break;
    }
    return verdictOn(defects);
  });
}

/** A watch may stay open for ever. One that fails would destroy the container, too. */
function judgeWatch(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    prepared(place, port);
    const ends = endsOf(port, "watch", { container: ONE });
    endsOf(port, "isolate", { container: ONE, pid: 1 });
    place.timer.pass(HOUR);
    endsOf(port, "cleanup", { container: ONE });
    place.timer.pass(HOUR);
    if (ends.length > 1) return failedWith(`watch ended ${ends.length} times`);
    return verdictOn(ends.flatMap((end) => (end.kind === "failed" ? [`watch failed: ${end.message}`] : [])));
  });
}

function judgeStranger(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const ends = endsOf(port, "cleanup", { container: "container-unknown" });
    place.timer.pass(HOUR);
    return verdictOn(defectsOf("cleanup", ends));
  });
}

async function judgeLifecycle(place: Place): Promise<Verdict> {
  let [launched, ran] = [0, 0];
  for (let number = 0; number < HISTORIES; number++) {
    const seed = (place.seed + number) % 2 ** 32;
    const history = await withInstance(place, ({ port }) => playContainers(port, place.timer, seed));
    if (history.defects.length > 0) return failedWith(`${history.defects[0]} (history of seed ${seed})`);
    launched += history.launched;
    ran += history.ran;
  }
  return ran > 0 ? PASSED : failedWith(`none of ${launched} containers could be launched`);
}

function prepared(place: Place, isolator: Isolator) {
  const ends = endsOf(isolator, "prepare", { container: ONE, config: containerConfig(ONE) });
  place.timer.pass(MICROS_PER_SECOND);
  return ends;
}

function defectsOf(method: string, ends: ReturnType<typeof endsOf>): string[] {
  const [end] = ends;
  if (end === undefined) return [`${method} does not end`];
  if (ends.length > 1) return [`${method} ended ${ends.length} times`];
  return end.kind === "ready" ? [] : [`${method} failed: ${whyNot(end)}`];
}
