import { describe, expect, it } from "vitest";
import {
  AUTHENTICATEE_METHODS,
  AUTHENTICATOR_METHODS,
} from "../../../src/kinds/authentication/authentication-methods.js";
import type { Principal } from "../../../src/kinds/authentication/authenticator.js";
import { ModuleAuthenticatee } from "../../../src/kinds/authentication/module-authenticatee.js";
import { ModuleAuthenticator } from "../../../src/kinds/authentication/module-authenticator.js";
import { DISCARDED, failed, type Outcome, ready } from "../../../src/kinds/outcome.js";
import { RecordedHost } from "./recorded-host.js";

/** A module that answers every call with the same thing, and what it was called with. */
function answering(outcome: Outcome<unknown>) {
  const calls: [string, object][] = [];
  const authenticator = new ModuleAuthenticator((method, input, complete) => {
    calls.push([method, input]);
    complete(outcome);
  });
  return { authenticator, calls };
}

function firstAnswer(answer: unknown) {
  const host = new RecordedHost<Principal>();
  answering(ready(answer)).authenticator.authenticate("agent-1", host);
  return host;
}

describe("a module's session", () => {
  it("is called by the methods of its kind with a number of its own and plain data", () => {
    const { authenticator, calls } = answering(ready(null));
    const host = new RecordedHost<Principal>();
    const first = authenticator.authenticate("agent-1", host);
    authenticator.authenticate("agent-2", host);
    first.onMessage({ type: "step", data: "x" });
    first.close("exited");
    expect(calls).toEqual([
      ["authenticate", { session: 1, client: "agent-1" }],
      ["authenticate", { session: 2, client: "agent-2" }],
      ["onMessage", { session: 1, message: { type: "step", data: "x" } }],
      ["close", { session: 1, reason: "exited" }],
    ]);
    for (const [method, input] of calls) {
      const row = AUTHENTICATOR_METHODS[method as keyof typeof AUTHENTICATOR_METHODS];
      expect(Object.keys(input)).toEqual(row.input);
    }
    expect([host.sent, host.outcomes]).toEqual([[], []]);
  });

  it("is given the credential on the client's side", () => {
    const inputs: object[] = [];
    const authenticatee = new ModuleAuthenticatee((_method, input) => void inputs.push(input));
    authenticatee.authenticate("agent-1", { principal: "ann", secret: null }, new RecordedHost());
    expect(inputs).toEqual([{ session: 1, client: "agent-1", credential: { principal: "ann", secret: null } }]);
    expect(Object.keys(inputs[0] as object)).toEqual(AUTHENTICATEE_METHODS.authenticate.input);
  });

  it("sends first and completes then, and passes on no member that a message does not have", () => {
    const host = firstAnswer({
      send: [{ type: "completed", secret: "sesame" }],
      outcome: { kind: "ready", value: "ann" },
    });
    expect(host.sent).toEqual([{ type: "completed" }]);
    expect(host.outcomes).toEqual([{ kind: "ready", value: "ann" }]);
  });

  it("refuses with null, or with no value where the language has no null", () => {
    for (const outcome of [{ kind: "ready", value: null }, { kind: "ready" }]) {
      expect(firstAnswer({ outcome }).outcomes).toEqual([{ kind: "ready", value: null }]);
    }
  });

  it("may end in a failure, with or without a reason, or be discarded by the module", () => {
    const outcomes = [
      { kind: "failed", message: "the directory is busy" },
      { kind: "failed" },
      { kind: "discarded" },
    ].map((outcome) => firstAnswer({ outcome }).outcomes[0]);
    expect(outcomes).toEqual([
      failed("the directory is busy"),
      failed("the module gives no reason"),
      { kind: "discarded" },
    ]);
  });

  it("fails when the call fails or is discarded", () => {
    for (const outcome of [failed("threw at line 3"), DISCARDED]) {
      const host = new RecordedHost<Principal>();
      answering(outcome).authenticator.authenticate("agent-1", host);
      expect(host.outcomes).toEqual([outcome]);
    }
  });

  it.each([
    ["a text", "yes", "an answer is an object"],
    ["a list", [], "an answer is an object"],
    ["one message instead of a list", { send: { type: "completed" } }, "send is a list"],
    ["a message that there is not", { send: [{ type: "complete" }] }, "the type of a message is one of authenticate,"],
    ["a message named like a member of all objects", { send: [{ type: "toString" }] }, "the type of a message"],
    ["a message that is none", { send: ["completed"] }, "the type of a message"],
    ["a step without data", { send: [{ type: "step" }] }, "a message step has its data"],
    ["mechanisms that are no texts", { send: [{ type: "mechanisms", mechanisms: [1] }] }, "has its mechanisms"],
    ["an outcome that is none", { outcome: true }, "the kind of an outcome"],
    ["an outcome of an unknown kind", { outcome: { kind: "done" } }, "the kind of an outcome"],
    ["an acceptance for a principal", { outcome: { kind: "ready", value: true } }, "the value of an outcome"],
  ])("fails with what is wrong, having sent nothing, when the module answers with %s", (_name, answer, rule) => {
    const host = firstAnswer(answer);
    expect(host.sent).toEqual([]);
    expect(host.outcomes).toMatchObject([{ kind: "failed", message: expect.stringContaining(rule) }]);
    expect((host.outcomes[0] as { message: string }).message).toMatch(
      /^the module's answer to authenticate is wrong: /,
    );
  });

  it("wants true or false on the client's side", () => {
    const host = new RecordedHost<boolean>();
    const authenticatee = new ModuleAuthenticatee((_method, _input, complete) =>
      complete(ready({ outcome: { kind: "ready", value: "ann" } })),
    );
    authenticatee.authenticate("agent-1", { principal: "ann", secret: "sesame" }, host);
    expect(host.outcomes.map(({ kind }) => kind)).toEqual(["failed"]);
  });
});

describe("the initialisation of an authenticator module", () => {
  it.each([
    ["nothing", ready(null), { kind: "initialized", warnings: [] }],
    ["warnings", ready({ warnings: ["careful"] }), { kind: "initialized", warnings: ["careful"] }],
    ["a failure", failed("no directory"), { kind: "failed", message: "no directory" }],
    ["a discard", DISCARDED, { kind: "failed", message: "initialize was discarded" }],
    ["something else", ready({ warnings: [7] }), { kind: "failed", message: expect.stringContaining("list of texts") }],
  ])("takes %s", (_name, outcome, expected) => {
    expect(answering(outcome).authenticator.initialize([])).toEqual(expected);
  });

  it("has to be answered at once", () => {
    const silent = new ModuleAuthenticator(() => {});
    expect(silent.initialize(null)).toMatchObject({ kind: "failed", message: expect.stringContaining("at once") });
  });
});
