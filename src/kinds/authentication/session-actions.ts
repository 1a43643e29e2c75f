import { DISCARDED, failed, type Outcome, ready } from "../outcome.js";
import type { AuthenticationMessage } from "./authentication-message.js";

/**
 * What a module wants done, in plain data: `{ "send": [message, ...], "outcome": { "kind": "ready", "value": ... } }`,
 * in this order. Either may be absent or null.
 */
export interface SessionActions<T> {
  readonly send: readonly AuthenticationMessage[];
  readonly outcome: Outcome<T> | null;
}

/** Reads the value of a ready outcome; undefined when it is none. */
export type ReadValue<T> = (value: unknown) => T | undefined;

const LONGEST_VALUE = 200;

/** An answer that its kind does not allow. */
export class AnswerDefect extends Error {
  constructor(rule: string, value: unknown) {
    super(`${rule}, not ${(JSON.stringify(value) ?? "nothing").slice(0, LONGEST_VALUE)}`);
    this.name = "AnswerDefect";
  }
}

/** @throws AnswerDefect */
export function readActions<T>(answer: unknown, readValue: ReadValue<T>): SessionActions<T> {
  if (answer === undefined || answer === null) return { send: [], outcome: null };
  if (!isPlain(answer)) throw new AnswerDefect("an answer is an object with send and outcome", answer);
  return { send: readMessages(answer.send ?? []), outcome: readOutcome(answer.outcome ?? null, readValue) };
}

type Plain = Readonly<Record<string, unknown>>;
type IsRight = (value: unknown) => boolean;

const MESSAGE_FIELDS: Readonly<Record<AuthenticationMessage["type"], Readonly<Record<string, IsRight>>>> = {
  authenticate: { client: isText },
  mechanisms: { mechanisms: (value) => Array.isArray(value) && value.every(isText) },
  start: { mechanism: isText, data: isText },
  step: { data: isText },
  completed: {},
  failed: {},
  error: { error: isText },
};

function readMessages(send: unknown): readonly AuthenticationMessage[] {
  if (!Array.isArray(send)) throw new AnswerDefect("send is a list of messages", send);
  return send.map(readMessage);
}

/** Only the known fields go on, so that nothing else can travel from one module to another. */
function readMessage(message: unknown): AuthenticationMessage {
  const type = isPlain(message) ? message.type : undefined;
  if (!isPlain(message) || !isText(type) || !Object.hasOwn(MESSAGE_FIELDS, type)) {
    throw new AnswerDefect(`the type of a message is one of ${Object.keys(MESSAGE_FIELDS).join(", ")}`, message);
  }
  const known: Record<string, unknown> = { type };
  for (const [field, isRight] of Object.entries(MESSAGE_FIELDS[type as AuthenticationMessage["type"]])) {
    if (!isRight(message[field])) throw new AnswerDefect(`a message ${type} has its ${field}`, message);
    known[field] = message[field];
  }
  return known as unknown as AuthenticationMessage;
}

function readOutcome<T>(outcome: unknown, readValue: ReadValue<T>): Outcome<T> | null {
  if (outcome === null) return null;
  const kind = isPlain(outcome) ? outcome.kind : undefined;
  if (kind === "discarded") return DISCARDED;
  const { message, value } = outcome as Plain;
  if (kind === "failed") return failed(isText(message) ? message : "the module gives no reason");
  if (kind !== "ready") throw new AnswerDefect("the kind of an outcome is ready, failed or discarded", outcome);
  const read = readValue(value);
  if (read === undefined) throw new AnswerDefect("the value of an outcome is of its kind", outcome);
  return ready(read);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
