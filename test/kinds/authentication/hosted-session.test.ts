import { describe, expect, it } from "vitest";
import type { AuthenticationMessage } from "../../../src/kinds/authentication/authentication-message.js";
import { HostedSession } from "../../../src/kinds/authentication/hosted-session.js";
import { ready } from "../../../src/kinds/outcome.js";

describe("a session that is over", () => {
  it.each(["completed", "closed"] as const)("gives no more messages to who keeps it, once %s", (end) => {
    const heard: AuthenticationMessage[] = [];
    const session = new HostedSession<boolean>(
      () => {},
      () => {},
    );
    session.begin(() => ({ onMessage: (message) => heard.push(message), close: () => {} }));
    session.onMessage({ type: "step", data: "in time" });
    if (end === "completed") session.complete(ready(true));
    else session.close("discarded");
    session.onMessage({ type: "step", data: "too late" });
    expect(heard).toEqual([{ type: "step", data: "in time" }]);
  });

  it("is not closed any more once it has completed", () => {
    const ends: string[] = [];
    const session = new HostedSession<boolean>(
      () => {},
      (outcome) => ends.push(outcome.kind),
    );
    session.begin(() => ({ onMessage: () => {}, close: () => ends.push("closed") }));
    session.complete(ready(true));
    session.close("discarded");
    expect(ends).toEqual(["ready"]);
  });
});
