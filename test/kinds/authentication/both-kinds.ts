import { randomStream } from "../../../src/base/random.js";
import type { Authenticatee } from "../../../src/kinds/authentication/authenticatee.js";
import type { Authenticator } from "../../../src/kinds/authentication/authenticator.js";
import { CramMd5Authenticatee } from "../../../src/kinds/authentication/cram-md5/cram-md5-authenticatee.js";
import { CramMd5Authenticator } from "../../../src/kinds/authentication/cram-md5/cram-md5-authenticator.js";
import { ModuleAuthenticatee } from "../../../src/kinds/authentication/module-authenticatee.js";
import { ModuleAuthenticator } from "../../../src/kinds/authentication/module-authenticator.js";
import type { Timer } from "../../../src/kinds/timer.js";
import { overJson, plainAuthenticatee, plainAuthenticator } from "./plain-modules.js";

export type Origin = "built-in" | "module";

/** What stands beside the table is what every test that is about all of them runs over. */
export const ORIGINS: readonly Origin[] = ["built-in", "module"];

export const AUTHENTICATORS: Readonly<Record<Origin, (timer: Timer) => Authenticator>> = {
  "built-in": (timer) => new CramMd5Authenticator(timer, randomStream(7, "challenges")),
  module: () => new ModuleAuthenticator(overJson(plainAuthenticator())),
};

export const AUTHENTICATEES: Readonly<Record<Origin, () => Authenticatee>> = {
  "built-in": () => new CramMd5Authenticatee(),
  module: () => new ModuleAuthenticatee(overJson(plainAuthenticatee())),
};

/** U10 */
export const PAIRINGS = ORIGINS.flatMap((authenticatee) =>
  ORIGINS.map((authenticator) => ({ authenticatee, authenticator })),
);
