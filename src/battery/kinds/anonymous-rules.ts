import { MICROS_PER_SECOND } from "../../base/time.js";
import { commonRules } from "../instances/common-rules.js";
import { type InstancePlace, withInstance } from "../instances/instance-place.js";
import type { Rule } from "../rule.js";
import { PASSED } from "../verdict.js";

type Place = InstancePlace<object>;

const HOUR = 3600 * MICROS_PER_SECOND;

/** Nobody calls it (A3), so that there is little to judge: it is made at the start (A1, A2), and time goes on. */
export const ANONYMOUS_RULES: readonly Rule<Place>[] = [
  ...commonRules<object>([]).filter(({ rule }) => rule === "M31" || rule === "leaks"),
  {
    rule: "A1",
    about: "it is made once, and an hour goes by without anybody calling it",
    judge: (place) =>
      withInstance(place, () => {
        place.timer.pass(HOUR);
        return PASSED;
      }),
  },
  {
    rule: "M32",
    about: "two instances live side by side",
    judge: (place) =>
      withInstance(place, async () => {
        const other = await place.make();
        place.timer.pass(HOUR);
        other.close();
        return PASSED;
      }),
  },
];
