import { describe, expect, it } from "vitest";
import { MICROS_PER_SECOND } from "../../../src/base/time.js";
import type { Authenticatee } from "../../../src/kinds/authentication/authenticatee.js";
import type { Authenticator } from "../../../src/kinds/authentication/authenticator.js";
import { IDLE_SESSION } from "../../../src/kinds/authentication/idle-session.js";
import { ModuleAuthenticator } from "../../../src/kinds/authentication/module-authenticator.js";
import { ready } from "../../../src/kinds/outcome.js";
import { AUTHENTICATORS } from "./both-kinds.js";
import { exchangeOf, initialized } from "./exchange-fixture.js";
import { overJson, plainAuthenticator } from "./plain-modules.js";
import { VirtualTimer } from "./virtual-timer.js";

/** A module each of whose answers takes that long. */
function slowAuthenticator(timer: VirtualTimer, seconds: number) {
  return initialized(new ModuleAuthenticator(overJson(plainAuthenticator(), timer, seconds * MICROS_PER_SECOND)));
}

describe("an exchange with a module that answers later", () => {
  it("authenticates when all answers have come in the time of one attempt", () => {
    const timer = new VirtualTimer();
    const { exchange, heard } = exchangeOf({ timer, authenticator: slowAuthenticator(timer, 1) });
    exchange.start("agent-1");
    timer.runUntil(60);
    expect(heard).toEqual(["3s agent-1 is ann"]);
  });

  it("discards and repeats attempts until their time has grown enough, and never takes an old answer for a new one (U6, U9)", () => {
    const timer = new VirtualTimer();
    const { exchange, heard } = exchangeOf({ timer, authenticator: slowAuthenticator(timer, 4) });
    exchange.start("agent-1");
    timer.runUntil(300);
    const client = heard.filter((line) => line.endsWith("failed at the client: authentication discarded"));
    const master = heard.filter((line) => line.endsWith("failed at the master: authentication discarded"));
    expect(client.length).toBeGreaterThan(0);
    expect(master).toHaveLength(client.length);
    expect(heard.filter((line) => line.endsWith("is ann"))).toHaveLength(1);
    expect(heard.at(-1)).toMatch(/is ann$/);
  });

  it("never ends when the module takes longer than the master waits (U9)", () => {
    const timer = new VirtualTimer();
    const { exchange, heard } = exchangeOf({ timer, authenticator: slowAuthenticator(timer, 16) });
    exchange.start("agent-1");
    timer.runUntil(3600);
    expect(heard.length).toBeGreaterThan(60);
    expect(new Set(heard.map((line) => line.replace(/^\S+ /, "")))).toEqual(
      new Set([
        "agent-1 failed at the client: authentication discarded",
        "agent-1 failed at the master: authentication discarded",
      ]),
    );
  });
});

describe("an exchange with an authenticator that tells the client first and the master later", () => {
  it("lets the client register when the master knows, too", () => {
    const timer = new VirtualTimer();
    const authenticator: Authenticator = {
      initialize: () => ({ kind: "initialized", warnings: [] }),
      authenticate(_client, host) {
        host.send({ type: "mechanisms", mechanisms: ["CRAM-MD5"] });
        timer.after(2 * MICROS_PER_SECOND, () => host.send({ type: "completed" }));
        timer.after(3 * MICROS_PER_SECOND, () => host.complete(ready("ann")));
        return IDLE_SESSION;
      },
    };
    const { exchange, heard } = exchangeOf({ timer, authenticator });
    exchange.start("agent-1");
    timer.runUntil(60);
    expect(heard).toEqual(["3s agent-1 is ann"]);
  });
});

describe("an exchange with a client that is not honest", () => {
  const liar: Authenticatee = {
    authenticate(_client, _credential, host) {
      host.complete(ready(true));
      return IDLE_SESSION;
    },
  };

  it("does not let register who only says to be authenticated", () => {
    const timer = new VirtualTimer();
    const { exchange, heard } = exchangeOf({
      timer,
      authenticator: initialized(AUTHENTICATORS["built-in"](timer)),
      authenticatee: liar,
    });
    exchange.start("agent-1");
    timer.runUntil(60);
    expect([heard, exchange.principalOf("agent-1")]).toEqual([[], undefined]);
  });

  it("keeps no session of a client that refuses itself in the middle (U5)", () => {
    const timer = new VirtualTimer();
    const authenticatee: Authenticatee = {
      authenticate(client, _credential, host) {
        host.send({ type: "authenticate", client });
        return { ...IDLE_SESSION, onMessage: () => host.complete(ready(false)) };
      },
    };
    const authenticator = initialized(AUTHENTICATORS["built-in"](timer));
    const { exchange, heard } = exchangeOf({ timer, authenticator, authenticatee });
    exchange.start("agent-1");
    timer.settle();
    expect(heard).toEqual(["0s agent-1 failed at the master: the client is gone", "0s agent-1 refused"]);
    expect(timer.pending).toBe(0);
  });
});

describe("an exchange of many clients", () => {
  const clients = ["agent-1", "agent-2", "agent-3"];

  it("is the same in every run of a seed", () => {
    const run = (seed: number) => {
      const timer = new VirtualTimer();
      const { exchange, heard, said } = exchangeOf({
        timer,
        authenticator: slowAuthenticator(timer, 4),
        clients,
        seed,
      });
      for (const client of clients) exchange.start(client);
      timer.runUntil(100);
      return [...heard, ...said];
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it("does not have them all try at the same times", () => {
    const timer = new VirtualTimer();
    const { exchange, heard } = exchangeOf({ timer, authenticator: null, clients });
    for (const client of clients) exchange.start(client);
    timer.runUntil(8);
    const second = heard.slice(3, 6).map((line) => line.split(" ")[0]);
    expect(new Set(second).size).toBe(3);
  });

  it("does not change one client's times when another is added", () => {
    const times = (names: readonly string[]) => {
      const timer = new VirtualTimer();
      const { exchange, heard } = exchangeOf({ timer, authenticator: null, clients: names });
      for (const client of names) exchange.start(client);
      timer.runUntil(100);
      return heard.filter((line) => line.includes("agent-2"));
    };
    expect(times(["agent-2"])).toEqual(times(clients));
    expect(times(clients).length).toBeGreaterThan(3);
  });

  it("loses messages under way to a client or of a client that is gone", () => {
    const timer = new VirtualTimer();
    const authenticator = initialized(AUTHENTICATORS["built-in"](timer));
    const { exchange, heard, said } = exchangeOf({ timer, authenticator });
    exchange.start("agent-1");
    exchange.lost("agent-1");
    timer.runUntil(60);
    expect([heard, said, timer.pending]).toEqual([[], ["client of agent-1: authenticate"], 0]);
  });

  it("can be told that somebody is lost who never authenticated, but not that a stranger starts", () => {
    const { exchange } = exchangeOf({ authenticator: null });
    exchange.lost("agent-9");
    expect(() => exchange.start("agent-9")).toThrow("agent-9 starts to authenticate without having been added");
  });
});
