import { MICROS_PER_SECOND, type Micros } from "../../base/time.js";

/** How long either side waits (U9). */
export interface AuthenticationLimits {
  /** The master discards a session that takes longer: Mesos' `authentication_v0_timeout`. */
  readonly masterTimeout: Micros;
  /** A client waits for one attempt at least so long, */
  readonly timeoutMin: Micros;
  /** and never longer than this. */
  readonly timeoutMax: Micros;
  /** Half of what the first attempt may take beyond the minimum. */
  readonly backoffFactor: Micros;
}

/** Mesos' own. */
export const DEFAULT_AUTHENTICATION_LIMITS: AuthenticationLimits = {
  masterTimeout: 15 * MICROS_PER_SECOND,
  timeoutMin: 5 * MICROS_PER_SECOND,
  timeoutMax: 60 * MICROS_PER_SECOND,
  backoffFactor: MICROS_PER_SECOND,
};
