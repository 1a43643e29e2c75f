import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ganttChoice, type Stay, wasKilled } from "../../src/recording/gantt-choice.js";

function chosen(agents: number, stays: readonly Stay[], most: number) {
  return ganttChoice(agents, stays.length, (place) => stays[place] as Stay, most);
}

/** So many stays on each of so many agents, the first the shortest. */
function evenStays(agents: number, each: number): Stay[] {
  return Array.from({ length: agents * each }, (_, place) => ({
    agent: place % agents,
    length: place + 1,
    wasKilled: false,
  }));
}

const somePlan = fc.integer({ min: 1, max: 30 }).chain((agents) =>
  fc.record({
    agents: fc.constant(agents),
    stays: fc.array(
      fc.record({
        agent: fc.integer({ min: 0, max: agents - 1 }),
        length: fc.integer({ min: 0, max: 9 }),
        wasKilled: fc.boolean(),
      }),
    ),
    most: fc.integer({ min: 1, max: 50 }),
  }),
);

describe("what a Gantt chart shows", () => {
  test("is all agents and stays where there is room", () => {
    const stays = evenStays(3, 4);
    const all = stays.map((_, place) => place);
    expect(chosen(3, stays, 12)).toEqual({ agents: [0, 1, 2], stays: all, staysLeftOut: 0 });
    expect(chosen(3, [], 12)).toEqual({ agents: [0, 1, 2], stays: [], staysLeftOut: 0 });
  });

  test("is fewer agents with all their stays, evenly spread, where there is not", () => {
    const { agents, stays, staysLeftOut } = chosen(100, evenStays(100, 10), 100);
    expect(agents).toEqual([0, 11, 22, 33, 44, 55, 66, 77, 88, 99]);
    expect([stays.length, staysLeftOut]).toEqual([100, 0]);
  });

  test("is at least four agents, with the killed stays before others and the longest before the shorter", () => {
    const stays = evenStays(4, 100).map((stay, place) => ({ ...stay, wasKilled: place < 3 }));
    const { agents, stays: shown, staysLeftOut } = chosen(4, stays, 6);
    expect(agents).toEqual([0, 1, 2, 3]);
    expect(shown).toEqual([0, 1, 2, 397, 398, 399]);
    expect(staysLeftOut).toBe(394);
    expect(chosen(4, stays, 2).stays).toEqual([1, 2]);
  });

  test("never leaves out a killed stay of a shown agent and keeps one that was not, whatever the stays", () => {
    fc.assert(
      fc.property(somePlan, ({ agents, stays, most }) => {
        const choice = chosen(agents, stays, most);
        const theirs = stays.flatMap(({ agent }, place) => (choice.agents.includes(agent) ? place : []));
        expect(choice.stays.length).toBe(Math.min(theirs.length, most));
        expect(choice.staysLeftOut).toBe(theirs.length - choice.stays.length);
        expect(choice.agents.length).toBeGreaterThanOrEqual(Math.min(agents, 4));
        const leftOut = theirs.filter((place) => !choice.stays.includes(place));
        const killed = (places: readonly number[]) => places.filter((place) => stays[place]?.wasKilled);
        if (killed(leftOut).length > 0) expect(killed(choice.stays)).toEqual(choice.stays);
      }),
    );
  });
});

test("what ends by itself, or fails, was not killed", () => {
  expect(["finished", "running", "failed"].map(wasKilled)).toEqual([false, false, false]);
  expect(["revoked", "agentLost", "handedBack", "outOfMemory", "containerPreempted"].every(wasKilled)).toBe(true);
});
