import { formatDuration } from "../../../src/base/time.js";
import type { Authenticatee } from "../../../src/kinds/authentication/authenticatee.js";
import { AuthenticationExchange } from "../../../src/kinds/authentication/authentication-exchange.js";
import { DEFAULT_AUTHENTICATION_LIMITS } from "../../../src/kinds/authentication/authentication-limits.js";
import type { Authenticator } from "../../../src/kinds/authentication/authenticator.js";
import { CramMd5Authenticatee } from "../../../src/kinds/authentication/cram-md5/cram-md5-authenticatee.js";
import { VirtualTimer } from "./virtual-timer.js";

export const ANN = { principal: "ann", secret: "sesame" };

export interface ExchangeOptions {
  readonly timer?: VirtualTimer;
  readonly authenticator: Authenticator | null;
  readonly authenticatee?: Authenticatee;
  readonly secret?: string | null;
  readonly clients?: readonly string[];
  readonly seed?: number;
}

/** An exchange whose clients are all ann, and what was heard of it, line by line. */
export function exchangeOf(options: ExchangeOptions) {
  const { timer = new VirtualTimer(), authenticator, secret = ANN.secret, seed = 7 } = options;
  const heard: string[] = [];
  const said: string[] = [];
  const hear = (line: string) => heard.push(`${formatDuration(timer.now)} ${line}`);
  const exchange = new AuthenticationExchange(
    { authenticator, timer, seed, limits: DEFAULT_AUTHENTICATION_LIMITS },
    {
      authenticated: (client, principal) => hear(`${client} is ${principal}`),
      refused: (client) => hear(`${client} refused`),
      failed: (side, client, why) => hear(`${client} failed at the ${side}: ${why}`),
      said: (from, client, message) => said.push(`${from} of ${client}: ${message.type}`),
    },
  );
  for (const client of options.clients ?? ["agent-1"]) {
    const authenticatee = options.authenticatee ?? new CramMd5Authenticatee();
    exchange.add({ client, credential: { principal: ANN.principal, secret }, authenticatee });
  }
  return { exchange, timer, heard, said };
}

export function initialized(authenticator: Authenticator): Authenticator {
  const answer = authenticator.initialize([ANN]);
  if (answer.kind === "failed") throw new Error(answer.message);
  return authenticator;
}
