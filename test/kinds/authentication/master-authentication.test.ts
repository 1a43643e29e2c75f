import { describe, expect, it } from "vitest";
import { MICROS_PER_SECOND } from "../../../src/base/time.js";
import type { AuthenticationMessage } from "../../../src/kinds/authentication/authentication-message.js";
import type {
  AuthenticationSession,
  CloseReason,
  SessionHost,
} from "../../../src/kinds/authentication/authentication-session.js";
import type { Authenticator, Principal } from "../../../src/kinds/authentication/authenticator.js";
import { type AttemptAddress, MasterAuthentication } from "../../../src/kinds/authentication/master-authentication.js";
import { failed, ready } from "../../../src/kinds/outcome.js";
import { VirtualTimer } from "./virtual-timer.js";

const REQUEST: AuthenticationMessage = { type: "authenticate", client: "agent-1" };

interface HandSession extends AuthenticationSession {
  readonly host: SessionHost<Principal>;
  readonly heard: AuthenticationMessage[];
  readonly closed: CloseReason[];
}

/** An authenticator by hand: each session is kept, and answered when the test says so. */
class HandAuthenticator implements Authenticator {
  readonly sessions: HandSession[] = [];

  initialize() {
    return { kind: "initialized", warnings: [] } as const;
  }

  authenticate(_client: string, host: SessionHost<Principal>): AuthenticationSession {
    const heard: AuthenticationMessage[] = [];
    const closed: CloseReason[] = [];
    const onMessage = (message: AuthenticationMessage) => void heard.push(message);
    const session = { host, heard, closed, onMessage, close: (reason: CloseReason) => void closed.push(reason) };
    this.sessions.push(session);
    return session;
  }
}

function masterWith(authenticator: Authenticator | null) {
  const timer = new VirtualTimer();
  const heard: string[] = [];
  const master = new MasterAuthentication({
    authenticator,
    timer,
    timeout: 15 * MICROS_PER_SECOND,
    marked: (client) => heard.push(`${client} is ${master.principalOf(client)}`),
    failed: (client, why) => heard.push(`${client} failed: ${why}`),
  });
  return { master, timer, heard };
}

function attempt(client = "agent-1"): AttemptAddress & { readonly sent: AuthenticationMessage[] } {
  const sent: AuthenticationMessage[] = [];
  return { client, sent, send: (message) => sent.push(message) };
}

describe("a master with a second request of a client (U6)", () => {
  const setting = () => {
    const authenticator = new HandAuthenticator();
    return { authenticator, ...masterWith(authenticator) };
  };

  it("discards the outstanding session and starts over", () => {
    const { master, authenticator, heard } = setting();
    master.receive(attempt(), REQUEST);
    master.receive(attempt(), REQUEST);
    expect(authenticator.sessions.map(({ closed }) => closed)).toEqual([["discarded"], []]);
    expect(heard).toEqual(["agent-1 failed: authentication discarded"]);
  });

  it("takes the mark of being authenticated away until the second is answered", () => {
    const { master, authenticator } = setting();
    master.receive(attempt(), REQUEST);
    authenticator.sessions[0]?.host.complete(ready("ann"));
    expect(master.principalOf("agent-1")).toBe("ann");
    master.receive(attempt(), REQUEST);
    expect(master.principalOf("agent-1")).toBeUndefined();
    authenticator.sessions[1]?.host.complete(ready("bob"));
    expect(master.principalOf("agent-1")).toBe("bob");
  });

  it("ignores the result and the messages of the discarded session, and the messages meant for it", () => {
    const { master, authenticator, heard } = setting();
    const [old, current] = [attempt(), attempt()];
    master.receive(old, REQUEST);
    master.receive(current, REQUEST);
    const [first, second] = authenticator.sessions as [HandSession, HandSession];
    first.host.send({ type: "completed" });
    first.host.complete(ready("ann"));
    master.receive(old, { type: "step", data: "late" });
    master.receive(current, { type: "start", mechanism: "CRAM-MD5", data: "" });
    expect(old.sent).toEqual([]);
    expect([first.heard, second.heard.map(({ type }) => type)]).toEqual([[], ["start"]]);
    expect(master.principalOf("agent-1")).toBeUndefined();
    expect(heard).toHaveLength(1);
  });

  it("keeps the sessions of different clients apart", () => {
    const { master, authenticator } = setting();
    master.receive(attempt("agent-1"), REQUEST);
    master.receive(attempt("agent-2"), { type: "authenticate", client: "agent-2" });
    authenticator.sessions[1]?.host.complete(ready("bob"));
    expect([master.principalOf("agent-1"), master.principalOf("agent-2")]).toEqual([undefined, "bob"]);
    expect(authenticator.sessions[0]?.closed).toEqual([]);
  });
});

describe("a master whose session is not answered", () => {
  it("discards it after 15 seconds, and no sooner (U9)", () => {
    const authenticator = new HandAuthenticator();
    const { master, timer, heard } = masterWith(authenticator);
    const from = attempt();
    master.receive(from, REQUEST);
    timer.runUntil(14.999999);
    expect(authenticator.sessions[0]?.closed).toEqual([]);
    timer.runUntil(15);
    expect(authenticator.sessions[0]?.closed).toEqual(["discarded"]);
    expect(heard).toEqual(["agent-1 failed: authentication discarded"]);
    authenticator.sessions[0]?.host.complete(ready("ann"));
    expect([master.principalOf("agent-1"), from.sent]).toEqual([undefined, []]);
  });

  it("lets an answered session be (U9)", () => {
    const authenticator = new HandAuthenticator();
    const { master, timer } = masterWith(authenticator);
    master.receive(attempt(), REQUEST);
    authenticator.sessions[0]?.host.complete(ready("ann"));
    expect(timer.pending).toBe(0);
    timer.runUntil(60);
    expect([authenticator.sessions[0]?.closed, master.principalOf("agent-1")]).toEqual([[], "ann"]);
  });

  it("fails it when the client is gone, and does not know the client any more (U5)", () => {
    const authenticator = new HandAuthenticator();
    const { master, timer, heard } = masterWith(authenticator);
    master.receive(attempt(), REQUEST);
    master.exited("agent-1");
    expect(authenticator.sessions[0]?.closed).toEqual(["exited"]);
    expect(heard).toEqual(["agent-1 failed: the client is gone"]);
    expect(timer.pending).toBe(0);
    master.receive(attempt(), REQUEST);
    authenticator.sessions[1]?.host.complete(ready("ann"));
    master.exited("agent-1");
    expect([authenticator.sessions[1]?.closed, master.principalOf("agent-1")]).toEqual([[], undefined]);
  });

  it("fails all that is pending when the master itself goes, and hears nothing after that (U5)", () => {
    const authenticator = new HandAuthenticator();
    const { master, heard } = masterWith(authenticator);
    master.receive(attempt("agent-1"), REQUEST);
    master.receive(attempt("agent-2"), { type: "authenticate", client: "agent-2" });
    authenticator.sessions[1]?.host.complete(ready("bob"));
    master.destroy();
    expect(authenticator.sessions.map(({ closed }) => closed)).toEqual([["destroyed"], []]);
    expect(heard.at(-1)).toBe("agent-1 failed: the authentication session was destroyed");
    master.receive(attempt("agent-1"), REQUEST);
    expect(authenticator.sessions).toHaveLength(2);
    expect(master.principalOf("agent-2")).toBeUndefined();
  });
});

describe("a master's answer", () => {
  it("is an error when no authenticator is loaded (U8)", () => {
    const { master } = masterWith(null);
    const from = attempt();
    master.receive(from, REQUEST);
    expect(from.sent).toEqual([{ type: "error", error: "no authenticator is loaded" }]);
  });

  it("marks nobody after a refusal or a failure", () => {
    const authenticator = new HandAuthenticator();
    const { master, heard } = masterWith(authenticator);
    for (const outcome of [ready(null), failed("busy"), { kind: "discarded" } as const]) {
      master.receive(attempt(), REQUEST);
      authenticator.sessions.at(-1)?.host.complete(outcome);
      expect(master.principalOf("agent-1")).toBeUndefined();
    }
    expect(heard).toEqual(["agent-1 failed: busy", "agent-1 failed: authentication discarded"]);
  });
});
