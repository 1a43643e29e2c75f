import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IsolatorMethod } from "../../../src/kinds/isolator/isolator.js";
import { DISCARDED, failed, type Outcome, ready } from "../../../src/kinds/outcome.js";
import { type AgentFixture, CONFIG, scriptedAgent } from "./agent-fixture.js";

const HELD = ["prepare", "isolate", "watch", "cleanup"] as const;
const ISOLATORS = ["a", "b", "c"];

interface Answer {
  readonly isolator: number;
  readonly method: (typeof HELD)[number];
  readonly end: "ready" | "failed" | "discarded";
}

type Step = Answer | "destroy" | "exit";

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      isolator: fc.nat(ISOLATORS.length - 1),
      method: fc.constantFrom(...HELD),
      end: fc.oneof(
        { weight: 6, arbitrary: fc.constant("ready" as const) },
        { weight: 1, arbitrary: fc.constantFrom("failed" as const, "discarded" as const) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom("destroy" as const, "exit" as const) },
);

/** One container; its isolators answer when and as the steps say. Then all calls that are open are answered. */
function play(steps: readonly Step[]): AgentFixture {
  const script = Object.fromEntries(HELD.map((method) => [method, "hold" as const]));
  const { agent, isolators } = scriptedAgent(ISOLATORS.map(() => script));
  const answer = (place: number, method: IsolatorMethod, outcome: Outcome<unknown>) => {
    if (!isolators[place]?.holds(method)) return false;
    agent.log.push(`${ISOLATORS[place]}.${method} answered`);
    isolators[place]?.answer(method, outcome);
    return true;
  };
  agent.containerizer.launch("c1", CONFIG);
  for (const each of steps) {
    if (each === "destroy") agent.containerizer.destroy("c1");
    else if (each === "exit") agent.containerizer.exited("c1", 1);
    else answer(each.isolator, each.method, outcomeOf(each));
  }
  agent.containerizer.destroy("c1");
  while (ISOLATORS.some((_, place) => HELD.some((method) => answer(place, method, readyOf(method))))) {
    // Each turn answers one call.
  }
  return agent;
}

function outcomeOf({ method, end }: Answer): Outcome<unknown> {
  if (end === "ready") return readyOf(method);
  return end === "failed" ? failed("no") : DISCARDED;
}

function readyOf(method: IsolatorMethod): Outcome<unknown> {
  return ready(method === "watch" ? { message: "full" } : null);
}

const histories = fc.array(step, { maxLength: 30 });

describe("whatever isolators answer, and whenever", () => {
  test("each container comes to one end, and the same history gives the same run", () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { log } = play(steps);
        expect(log.filter((line) => /^(terminated|destroy failed)/.test(line))).toHaveLength(1);
        expect(log.lastIndexOf("launched c1")).toBeLessThanOrEqual(
          log.findIndex((line) => line.endsWith("cleanup c1")),
        );
        expect(play(steps).log).toEqual(log);
      }),
      { numRuns: 500 },
    );
  });

  test("I11: every isolator cleans up exactly once, in reverse order, and after all preparing has ended", () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { log } = play(steps);
        const cleanUps = log.filter((line) => line.endsWith(".cleanup c1"));
        expect(cleanUps).toEqual(["c.cleanup c1", "b.cleanup c1", "a.cleanup c1"]);
        const first = log.indexOf("c.cleanup c1");
        expect(log.findLastIndex((line) => line.includes(".prepare"))).toBeLessThan(first);
        for (const name of ["c", "b"]) {
          const next = String.fromCharCode(name.charCodeAt(0) - 1);
          expect(log.indexOf(`${name}.cleanup answered`)).toBeLessThan(log.indexOf(`${next}.cleanup c1`));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("I3: an isolator prepares only after the one before it has, and I5: isolates only when all watch", () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { log } = play(steps);
        const prepared = ["a", "b", "c"].filter((name) => log.includes(`${name}.prepare c1`));
        expect(prepared).toEqual(["a", "b", "c"].slice(0, prepared.length));
        const isolating = log.findIndex((line) => line.endsWith(".isolate c1"));
        if (isolating < 0) return;
        const watching = log.slice(0, isolating).filter((line) => line.endsWith(".watch c1"));
        expect(watching).toEqual(["a.watch c1", "b.watch c1", "c.watch c1"]);
      }),
      { numRuns: 500 },
    );
  });
});
