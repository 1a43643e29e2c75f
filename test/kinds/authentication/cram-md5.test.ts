import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cramMd5Response, principalOf } from "../../../src/kinds/authentication/cram-md5/cram-md5.js";
import { CramMd5ClientSession } from "../../../src/kinds/authentication/cram-md5/cram-md5-client-session.js";
import { CramMd5ServerSession } from "../../../src/kinds/authentication/cram-md5/cram-md5-server-session.js";
import { RecordedHost } from "./recorded-host.js";

const CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>";
const RESPONSE = "tim b913a602c7eda7a495b4e6e7334d3890";
const SECRETS: Readonly<Record<string, string>> = { tim: "tanstaaftanstaaf" };

function server() {
  const host = new RecordedHost<string | null>();
  const session = new CramMd5ServerSession({ secretOf: (name) => SECRETS[name], challenge: () => CHALLENGE }, host);
  return { session, host };
}

function client(secret = "tanstaaftanstaaf") {
  const host = new RecordedHost<boolean>();
  return { session: new CramMd5ClientSession("tim", secret, host), host };
}

describe("CRAM-MD5", () => {
  it("answers the challenge of RFC 2195 as the RFC does", () => {
    expect(cramMd5Response("tim", "tanstaaftanstaaf", CHALLENGE)).toBe(RESPONSE);
  });

  it("tells whose response it is, even if the principal holds blanks", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (principal, secret, challenge) => {
        expect(principalOf(cramMd5Response(principal, secret, challenge))).toBe(principal);
      }),
    );
    expect(principalOf("b913a602c7eda7a495b4e6e7334d3890")).toBeUndefined();
    expect(principalOf(" b913a602c7eda7a495b4e6e7334d3890")).toBeUndefined();
  });
});

describe("the built-in server session", () => {
  it("goes from READY over STARTING and STEPPING to COMPLETED with the vector of the RFC (U1)", () => {
    const { session, host } = server();
    const states = [session.state];
    session.begin();
    states.push(session.state);
    session.onMessage({ type: "start", mechanism: "CRAM-MD5", data: "" });
    states.push(session.state);
    expect(host.last).toEqual({ type: "step", data: CHALLENGE });
    session.onMessage({ type: "step", data: RESPONSE });
    states.push(session.state);
    expect(states).toEqual(["READY", "STARTING", "STEPPING", "COMPLETED"]);
    expect(host.types).toEqual(["mechanisms", "step", "completed"]);
    expect(host.outcomes).toEqual([{ kind: "ready", value: "tim" }]);
  });

  it("ends FAILED, having refused, for a wrong proof and for an unknown principal alike (U2)", () => {
    const wrong = [RESPONSE.replace("b913", "b914"), RESPONSE.toUpperCase(), RESPONSE.replace("tim", "tom"), "tim "];
    for (const response of wrong) {
      const { session, host } = server();
      session.begin();
      session.onMessage({ type: "start", mechanism: "CRAM-MD5", data: "" });
      session.onMessage({ type: "step", data: response });
      expect(session.state).toBe("FAILED");
      expect(host.last).toEqual({ type: "failed" });
      expect(host.outcomes).toEqual([{ kind: "ready", value: null }]);
    }
  });

  it("ends in ERROR, and says so, for a message out of state or one that is none of its mechanism (U4)", () => {
    const start = { type: "start", mechanism: "CRAM-MD5", data: "" } as const;
    const cases = [
      [{ type: "step", data: RESPONSE }],
      [start, start],
      [{ ...start, mechanism: "PLAIN" }],
      [{ ...start, data: "tim" }],
      [start, { type: "step", data: "" }],
    ] as const;
    for (const messages of cases) {
      const { session, host } = server();
      session.begin();
      for (const message of messages) session.onMessage(message);
      expect(session.state).toBe("ERROR");
      expect(host.last?.type).toBe("error");
      expect(host.outcomes.map(({ kind }) => kind)).toEqual(["failed"]);
    }
  });

  it("ends DISCARDED when nobody waits for it, and in ERROR when its client is gone (U5)", () => {
    const states = (["discarded", "destroyed", "exited"] as const).map((reason) => {
      const { session } = server();
      session.begin();
      session.close(reason);
      return session.state;
    });
    expect(states).toEqual(["DISCARDED", "DISCARDED", "ERROR"]);
  });
});

describe("the built-in client session", () => {
  it("goes from READY over STARTING and STEPPING to COMPLETED with the vector of the RFC (U1)", () => {
    const { session, host } = client();
    const states = [session.state];
    session.begin("agent-1");
    states.push(session.state);
    session.onMessage({ type: "mechanisms", mechanisms: ["PLAIN", "CRAM-MD5"] });
    states.push(session.state);
    session.onMessage({ type: "step", data: CHALLENGE });
    states.push(session.state);
    session.onMessage({ type: "completed" });
    states.push(session.state);
    expect(states).toEqual(["READY", "STARTING", "STEPPING", "STEPPING", "COMPLETED"]);
    expect(host.sent).toEqual([
      { type: "authenticate", client: "agent-1" },
      { type: "start", mechanism: "CRAM-MD5", data: "" },
      { type: "step", data: RESPONSE },
    ]);
    expect(host.outcomes).toEqual([{ kind: "ready", value: true }]);
  });

  it("ends FAILED when it is refused, in whatever state (U2)", () => {
    const { session, host } = client();
    session.begin("agent-1");
    session.onMessage({ type: "failed" });
    expect(session.state).toBe("FAILED");
    expect(host.outcomes).toEqual([{ kind: "ready", value: false }]);
  });

  it("ends in ERROR, and says nothing, for a message out of state, an unknown mechanism or an error (U4)", () => {
    const mechanisms = { type: "mechanisms", mechanisms: ["CRAM-MD5"] } as const;
    const cases = [
      [{ type: "completed" }],
      [{ type: "step", data: CHALLENGE }],
      [mechanisms, mechanisms],
      [{ type: "mechanisms", mechanisms: ["PLAIN"] }],
      [{ type: "error", error: "out of order" }],
    ] as const;
    for (const messages of cases) {
      const { session, host } = client();
      session.begin("agent-1");
      for (const message of messages) session.onMessage(message);
      expect(session.state).toBe("ERROR");
      expect(host.types).toEqual(messages.length === 1 ? ["authenticate"] : ["authenticate", "start"]);
      expect(host.outcomes.map(({ kind }) => kind)).toEqual(["failed"]);
    }
  });

  it("ignores what only a master is told, and ends DISCARDED when it is closed", () => {
    const { session, host } = client();
    session.begin("agent-1");
    session.onMessage({ type: "start", mechanism: "CRAM-MD5", data: "" });
    session.onMessage({ type: "authenticate", client: "agent-2" });
    expect([session.state, host.sent.length, host.outcomes.length]).toEqual(["STARTING", 1, 0]);
    session.close();
    expect(session.state).toBe("DISCARDED");
  });
});
