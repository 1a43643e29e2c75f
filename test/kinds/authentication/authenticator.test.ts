import { describe, expect, it } from "vitest";
import type { Principal } from "../../../src/kinds/authentication/authenticator.js";
import { cramMd5Response } from "../../../src/kinds/authentication/cram-md5/cram-md5.js";
import { HostedSession } from "../../../src/kinds/authentication/hosted-session.js";
import type { Outcome } from "../../../src/kinds/outcome.js";
import { AUTHENTICATORS, ORIGINS } from "./both-kinds.js";
import { RecordedHost } from "./recorded-host.js";
import { VirtualTimer } from "./virtual-timer.js";

const CREDENTIALS = [{ principal: "ann", secret: "sesame" }];
const START = { type: "start", mechanism: "CRAM-MD5", data: "" } as const;

describe.each(ORIGINS)("a %s authenticator", (origin) => {
  const fresh = () => AUTHENTICATORS[origin](new VirtualTimer());
  const initialized = () => {
    const authenticator = fresh();
    expect(authenticator.initialize(CREDENTIALS).kind).toBe("initialized");
    return authenticator;
  };
  const stepped = (authenticator = initialized()) => {
    const host = new RecordedHost<Principal>();
    const session = authenticator.authenticate("agent-1", host);
    session.onMessage(START);
    const challenge = host.last?.type === "step" ? host.last.data : "";
    return { host, session, challenge };
  };

  it("accepts the right secret and names the principal (U1)", () => {
    const { host, session, challenge } = stepped();
    session.onMessage({ type: "step", data: cramMd5Response("ann", "sesame", challenge) });
    expect(host.types).toEqual(["mechanisms", "step", "completed"]);
    expect(host.outcomes).toEqual([{ kind: "ready", value: "ann" }]);
  });

  it("refuses a wrong secret and an unknown principal (U2)", () => {
    for (const [principal, secret] of [
      ["ann", "tahini"],
      ["bob", "sesame"],
      ["bob", ""],
    ] as const) {
      const { host, session, challenge } = stepped();
      session.onMessage({ type: "step", data: cramMd5Response(principal, secret, challenge) });
      expect(host.last).toEqual({ type: "failed" });
      expect(host.outcomes).toEqual([{ kind: "ready", value: null }]);
    }
  });

  it("fails and sends an error for a start or step out of state (U4)", () => {
    const early = new RecordedHost<Principal>();
    initialized().authenticate("agent-1", early).onMessage({ type: "step", data: "ann 00" });
    const { host: late, session } = stepped();
    session.onMessage(START);
    for (const host of [early, late]) {
      expect(host.last?.type).toBe("error");
      expect(host.outcomes.map(({ kind }) => kind)).toEqual(["failed"]);
    }
  });

  it("is failed for by the house when a session is closed, and takes the client again afterwards (U5)", () => {
    const authenticator = initialized();
    for (const reason of ["exited", "discarded", "destroyed"] as const) {
      const outcomes: Outcome<Principal>[] = [];
      const session = new HostedSession<Principal>(
        () => {},
        (outcome) => outcomes.push(outcome),
      );
      session.begin((host) => authenticator.authenticate("agent-1", host));
      expect(outcomes).toEqual([]);
      session.close(reason);
      expect(outcomes.map(({ kind }) => kind)).toEqual(["failed"]);
    }
    expect(stepped(authenticator).host.outcomes).toEqual([]);
  });

  it("fails a second request of a client whose session is open, and leaves that alone (U6)", () => {
    const authenticator = initialized();
    const { host, session, challenge } = stepped(authenticator);
    const second = new RecordedHost<Principal>();
    authenticator.authenticate("agent-1", second);
    expect(second.sent).toEqual([]);
    expect(second.outcomes).toMatchObject([{ kind: "failed", message: expect.stringContaining("already active") }]);
    const other = new RecordedHost<Principal>();
    authenticator.authenticate("agent-2", other);
    expect(other.types).toEqual(["mechanisms"]);
    session.onMessage({ type: "step", data: cramMd5Response("ann", "sesame", challenge) });
    expect(host.outcomes).toEqual([{ kind: "ready", value: "ann" }]);
    expect(stepped(authenticator).host.outcomes).toEqual([]);
  });

  it("fails every request before it is initialised (U7)", () => {
    const host = new RecordedHost<Principal>();
    fresh().authenticate("agent-1", host);
    expect(host.sent).toEqual([]);
    expect(host.outcomes).toMatchObject([{ kind: "failed", message: expect.stringContaining("not initialized") }]);
  });

  it("cannot be initialised twice (U7)", () => {
    const authenticator = initialized();
    expect(authenticator.initialize(CREDENTIALS)).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("initialized already"),
    });
  });

  it("warns when it is given no credentials, and then refuses everybody (U7)", () => {
    const authenticator = fresh();
    const answer = authenticator.initialize(null);
    expect(answer).toMatchObject({ kind: "initialized", warnings: [expect.stringContaining("no credentials")] });
    const { host, session, challenge } = stepped(authenticator);
    session.onMessage({ type: "step", data: cramMd5Response("ann", "sesame", challenge) });
    expect(host.outcomes).toEqual([{ kind: "ready", value: null }]);
  });

  it("takes a credential without a secret for none", () => {
    const authenticator = fresh();
    authenticator.initialize([{ principal: "ann", secret: null }]);
    const { host, session, challenge } = stepped(authenticator);
    session.onMessage({ type: "step", data: cramMd5Response("ann", "", challenge) });
    expect(host.outcomes).toEqual([{ kind: "ready", value: null }]);
  });
});

describe("the built-in authenticator", () => {
  it("goes by the last of equal principals, be it one without a secret", () => {
    const answers = [null, "tahini"].map((secret) => {
      const authenticator = AUTHENTICATORS["built-in"](new VirtualTimer());
      authenticator.initialize([...CREDENTIALS, { principal: "ann", secret }]);
      return ["sesame", "tahini"].map((tried) => {
        const host = new RecordedHost<Principal>();
        const session = authenticator.authenticate("agent-1", host);
        session.onMessage(START);
        const challenge = host.last?.type === "step" ? host.last.data : "";
        session.onMessage({ type: "step", data: cramMd5Response("ann", tried, challenge) });
        return host.last?.type;
      });
    });
    expect(answers).toEqual([
      ["failed", "failed"],
      ["failed", "completed"],
    ]);
  });
});

describe("the challenges of the built-in authenticator", () => {
  const challenges = () => {
    const timer = new VirtualTimer();
    const authenticator = AUTHENTICATORS["built-in"](timer);
    authenticator.initialize(CREDENTIALS);
    return ["agent-1", "agent-2", "agent-3"].map((client, i) => {
      timer.runUntil(i);
      const host = new RecordedHost<Principal>();
      authenticator.authenticate(client, host).onMessage(START);
      return host.last?.type === "step" ? host.last.data : "";
    });
  };

  it("differ from session to session, and are the same in every run", () => {
    expect(new Set(challenges()).size).toBe(3);
    expect(challenges()).toEqual(challenges());
    expect(challenges()[2]).toMatch(/^<\d+\.2000000@master>$/);
  });
});
