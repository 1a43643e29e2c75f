import { describe, expect, it } from "vitest";
import { cramMd5Response } from "../../../src/kinds/authentication/cram-md5/cram-md5.js";
import { AUTHENTICATEES, ORIGINS } from "./both-kinds.js";
import { RecordedHost } from "./recorded-host.js";

const ANN = { principal: "ann", secret: "sesame" };
const MECHANISMS = { type: "mechanisms", mechanisms: ["CRAM-MD5"] } as const;

describe.each(ORIGINS)("a %s authenticatee", (origin) => {
  const begun = (secret: string | null = ANN.secret) => {
    const host = new RecordedHost<boolean>();
    const session = AUTHENTICATEES[origin]().authenticate("agent-1", { ...ANN, secret }, host);
    return { host, session };
  };

  it("asks, takes CRAM-MD5, answers the challenge, and is accepted (U1)", () => {
    const { host, session } = begun();
    session.onMessage(MECHANISMS);
    session.onMessage({ type: "step", data: "<1.2@somewhere>" });
    session.onMessage({ type: "completed" });
    expect(host.sent).toEqual([
      { type: "authenticate", client: "agent-1" },
      { type: "start", mechanism: "CRAM-MD5", data: "" },
      { type: "step", data: cramMd5Response("ann", "sesame", "<1.2@somewhere>") },
    ]);
    expect(host.outcomes).toEqual([{ kind: "ready", value: true }]);
  });

  it("takes a refusal for an answer (U2)", () => {
    const { host, session } = begun();
    session.onMessage(MECHANISMS);
    session.onMessage({ type: "failed" });
    expect(host.outcomes).toEqual([{ kind: "ready", value: false }]);
  });

  it("refuses itself at once without a secret, and sends nothing (U3)", () => {
    const { host } = begun(null);
    expect(host.sent).toEqual([]);
    expect(host.outcomes).toEqual([{ kind: "ready", value: false }]);
  });

  it.each([
    { type: "completed" } as const,
    { type: "step", data: "<1.2@somewhere>" } as const,
    { type: "error", error: "no authenticator is loaded" } as const,
    { type: "mechanisms", mechanisms: ["GSSAPI"] } as const,
  ])("fails when $type comes first (U4)", (message) => {
    const { host, session } = begun();
    session.onMessage(message);
    expect(host.types).toEqual(["authenticate"]);
    expect(host.outcomes.map(({ kind }) => kind)).toEqual(["failed"]);
  });
});
