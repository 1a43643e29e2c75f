/** What is known of one method of the two kinds before any module is loaded. */
export interface AuthenticationMethod {
  /** The first Mesos release whose module manager knows the kind. */
  readonly since: string;
  readonly where: "master" | "client";
  readonly when: string;
  /** The members of the input object. `session` is a number that the workbench gives, never the same twice for one module. */
  readonly input: readonly ("credentials" | "session" | "client" | "credential" | "message" | "reason")[];
  /** `principal` and `acceptance`: `SessionActions` whose outcome has such a value. */
  readonly result: "warnings" | "principal" | "acceptance" | "nothing";
  /** Whether the answer is a future, rather than what the call returns. */
  readonly asynchronous: boolean;
  /** Whether a module must have it; one that may be absent does nothing then. */
  readonly required: boolean;
}

/** The master's side: `Authenticator`. */
export const AUTHENTICATOR_METHODS = {
  initialize: {
    since: "0.21.0",
    where: "master",
    when: "the master starts; the credentials are null when it was given none",
    input: ["credentials"],
    result: "warnings",
    asynchronous: false,
    required: false,
  },
  authenticate: {
    since: "0.21.0",
    where: "master",
    when: "a client asks to be authenticated",
    input: ["session", "client"],
    result: "principal",
    asynchronous: true,
    required: true,
  },
  onMessage: {
    since: "0.21.0",
    where: "master",
    when: "a message of the client arrives in an open session",
    input: ["session", "message"],
    result: "principal",
    asynchronous: true,
    required: true,
  },
  close: {
    since: "0.21.0",
    where: "master",
    when: "a session is over that has had no outcome: it was discarded, its client has exited, or the master is gone",
    input: ["session", "reason"],
    result: "nothing",
    asynchronous: false,
    required: false,
  },
} as const satisfies Readonly<Record<string, AuthenticationMethod>>;

/** The side of agents and frameworks: `Authenticatee`. */
export const AUTHENTICATEE_METHODS = {
  authenticate: {
    since: "0.22.0",
    where: "client",
    when: "a master is detected, and again after each failure",
    input: ["session", "client", "credential"],
    result: "acceptance",
    asynchronous: true,
    required: true,
  },
  onMessage: {
    since: "0.22.0",
    where: "client",
    when: "a message of the master arrives in an open session",
    input: ["session", "message"],
    result: "acceptance",
    asynchronous: true,
    required: true,
  },
  close: {
    since: "0.22.0",
    where: "client",
    when: "a session is over that has had no outcome: it took too long, the master has changed, or the client exits",
    input: ["session", "reason"],
    result: "nothing",
    asynchronous: false,
    required: false,
  },
} as const satisfies Readonly<Record<string, AuthenticationMethod>>;
