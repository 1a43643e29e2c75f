/** What became of attempts to authenticate. */
export interface AuthenticationCounters {
  /** Frameworks and agents that a master took in, each time that it did. */
  "authentications.accepted": number;
  /** Those that were turned away for good: a wrong secret, an unknown principal, no credential where one is required. */
  "authentications.refused": number;
  /** Attempts that came to nothing and were made again, as the client saw it. */
  "authentications.failed": number;
}

export function noAuthentications(): AuthenticationCounters {
  return { "authentications.accepted": 0, "authentications.refused": 0, "authentications.failed": 0 };
}
