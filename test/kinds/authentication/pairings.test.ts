import { describe, expect, it } from "vitest";
import { AUTHENTICATEES, AUTHENTICATORS, PAIRINGS } from "./both-kinds.js";
import { exchangeOf, initialized } from "./exchange-fixture.js";
import { VirtualTimer } from "./virtual-timer.js";

describe.each(PAIRINGS)("a $authenticatee authenticatee with a $authenticator authenticator (U10)", (pairing) => {
  const pair = (secret: string | null = "sesame") => {
    const timer = new VirtualTimer();
    const authenticator = initialized(AUTHENTICATORS[pairing.authenticator](timer));
    return exchangeOf({ timer, authenticator, authenticatee: AUTHENTICATEES[pairing.authenticatee](), secret });
  };

  it("completes with the right secret, in the order of messages that Mesos has (U1)", () => {
    const { exchange, timer, heard, said } = pair();
    exchange.start("agent-1");
    expect(heard).toEqual([]);
    timer.settle();
    expect(heard).toEqual(["0s agent-1 is ann"]);
    expect(exchange.principalOf("agent-1")).toBe("ann");
    expect(said).toEqual([
      "client of agent-1: authenticate",
      "master of agent-1: mechanisms",
      "client of agent-1: start",
      "master of agent-1: step",
      "client of agent-1: step",
      "master of agent-1: completed",
    ]);
    expect(timer.pending).toBe(0);
  });

  it("ends in a refusal with a wrong secret, for good (U2)", () => {
    const { exchange, timer, heard, said } = pair("tahini");
    exchange.start("agent-1");
    timer.runUntil(3600);
    expect(heard).toEqual(["0s agent-1 refused"]);
    expect(said.at(-1)).toBe("master of agent-1: failed");
    expect(said).toHaveLength(6);
    expect(exchange.principalOf("agent-1")).toBeUndefined();
  });

  it("says nothing at all without a secret (U3)", () => {
    const { exchange, timer, heard, said } = pair(null);
    exchange.start("agent-1");
    timer.runUntil(3600);
    expect(heard).toEqual(["0s agent-1 refused"]);
    expect(said).toEqual([]);
  });

  it("fails the master's session of a client that is gone, and authenticates it when it is back (U5)", () => {
    const { exchange, timer, heard } = pair();
    exchange.start("agent-1");
    // Behind the request and the mechanisms, before anything else.
    timer.after(0, () => timer.after(0, () => exchange.lost("agent-1")));
    timer.runUntil(60);
    expect(heard).toEqual(["0s agent-1 failed at the master: the client is gone"]);
    exchange.start("agent-1");
    timer.runUntil(120);
    expect(heard.slice(1)).toEqual(["1m agent-1 is ann"]);
  });

  it("starts over with a new master, mid-way and when it was done (U9)", () => {
    const { exchange, timer, heard } = pair();
    const next = () => initialized(AUTHENTICATORS[pairing.authenticator](timer));
    exchange.start("agent-1");
    timer.after(0, () => timer.after(0, () => exchange.newMaster(next())));
    timer.runUntil(60);
    expect(heard).toEqual([
      "0s agent-1 failed at the master: the authentication session was destroyed",
      "0s agent-1 failed at the client: authentication discarded",
      "0s agent-1 is ann",
    ]);
    exchange.newMaster(next());
    expect(exchange.principalOf("agent-1")).toBeUndefined();
    timer.runUntil(120);
    expect(heard.slice(3)).toEqual(["1m agent-1 is ann"]);
  });

  it("has the client ask again and again when the master has no authenticator (U8)", () => {
    const timer = new VirtualTimer();
    const authenticatee = AUTHENTICATEES[pairing.authenticatee]();
    const { exchange, heard, said } = exchangeOf({ timer, authenticator: null, authenticatee });
    exchange.start("agent-1");
    timer.runUntil(4);
    expect(said).toEqual(["client of agent-1: authenticate", "master of agent-1: error"]);
    expect(heard).toEqual([expect.stringMatching(/^0s agent-1 failed at the client: .*no authenticator is loaded$/)]);
    timer.runUntil(20);
    expect(heard.length).toBeGreaterThan(1);
    exchange.newMaster(initialized(AUTHENTICATORS[pairing.authenticator](timer)));
    timer.settle();
    expect(heard.at(-1)).toBe("20s agent-1 is ann");
  });

  it("tries again when the authenticator was never initialised (U7)", () => {
    const timer = new VirtualTimer();
    const authenticator = AUTHENTICATORS[pairing.authenticator](timer);
    const { exchange, heard } = exchangeOf({
      timer,
      authenticator,
      authenticatee: AUTHENTICATEES[pairing.authenticatee](),
    });
    exchange.start("agent-1");
    timer.runUntil(4);
    initialized(authenticator);
    timer.runUntil(8);
    expect(heard).toEqual([
      expect.stringMatching(/^0s agent-1 failed at the master: .*not initialized$/),
      expect.stringMatching(/failed at the client: authentication discarded$/),
      expect.stringMatching(/agent-1 is ann$/),
    ]);
  });
});
