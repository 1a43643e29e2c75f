import { isDeepStrictEqual } from "node:util";
import { memoryGrowth } from "../memory-growth.js";
import { CREATED, type Rule } from "../rule.js";
import { doesNotApply, failedWith, PASSED, type Verdict } from "../verdict.js";
import { type InstancePlace, type Made, NoInstance, withInstance } from "./instance-place.js";
import { goThrough, type Routine } from "./routine.js";

const INSTANCES = 1000;

/** Parameters that no module knows, in place of its own. */
const STRANGE = [{ key: "workbench.unknown", value: "foovalue" }];

/** What every kind of module with instances has to keep to. */
export function commonRules<Port>(routine: Routine<Port>): readonly Rule<InstancePlace<Port>>[] {
  return [
    { rule: CREATED, about: "create() gives an instance", judge: (place) => withInstance(place, () => PASSED) },
    {
      rule: "deterministic",
      about: "in two processes it answers alike",
      twice: true,
      judge: (place) => withInstance(place, ({ port }) => ({ kind: "passed", answers: alone(routine, port, place) })),
    },
    {
      rule: "M29",
      about: "an instance with other parameters changes nothing for one that is there",
      judge: (place) => judgeParameters(place, routine),
    },
    {
      rule: "M32",
      about: "each create() gives an instance of its own",
      judge: (place) => judgeTwoAtOnce(place, routine),
    },
    {
      rule: "leaks",
      about: `${INSTANCES} instances leave nothing behind`,
      judge: (place) => judgeLeaks(place, routine),
    },
  ];
}

function alone<Port>(routine: Routine<Port>, port: Port, { timer }: InstancePlace<Port>): string[] {
  return goThrough(routine, [port], timer)[0] as string[];
}

async function judgeParameters<Port>(place: InstancePlace<Port>, routine: Routine<Port>): Promise<Verdict> {
  const before = await withInstance(place, ({ port }) => alone(routine, port, place));
  const other = await withInstance(place, async ({ port }) => {
    const strange = await orNone(() => place.make(STRANGE));
    const answers = alone(routine, port, place);
    strange?.close();
    return answers;
  });
  return isDeepStrictEqual(before, other) ? PASSED : failedWith(difference(before, other));
}

/** It may refuse them: that is its right (M30). */
async function orNone<Port>(make: () => Made<Port> | Promise<Made<Port>>): Promise<Made<Port> | null> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof NoInstance) return null;
    throw error;
  }
}

async function judgeTwoAtOnce<Port>(place: InstancePlace<Port>, routine: Routine<Port>): Promise<Verdict> {
  const expected = await withInstance(place, ({ port }) => alone(routine, port, place));
  const both = await withInstance(place, async ({ port }) => {
    const other = await place.make();
    try {
      return goThrough(routine, [port, other.port], place.timer);
    } finally {
      other.close();
    }
  });
  const odd = both.find((answers) => !isDeepStrictEqual(answers, expected));
  if (odd === undefined) return PASSED;
  return failedWith(`beside another one it answers differently, or it throws dice: ${difference(expected, odd)}`);
}

/** The first line in which two courses differ. */
export function difference(one: readonly string[], other: readonly string[]): string {
  const at = one.findIndex((line, i) => line !== other[i]);
  const shown = (lines: readonly string[], i: number) => (lines[i] ?? "nothing").slice(0, 200);
  const i = at < 0 ? one.length : at;
  return `${shown(one, i)} and then ${shown(other, i)}`;
}

async function judgeLeaks<Port>(place: InstancePlace<Port>, routine: Routine<Port>): Promise<Verdict> {
  if (routine.length === 0) return doesNotApply("A3: its instances are never destroyed");
  const useOne = () =>
    withInstance(place, ({ port }) => {
      for (const step of routine.slice(0, 4)) step(port, () => {});
    });
  return memoryGrowth(INSTANCES, "instances", useOne);
}
