import { isDeepStrictEqual } from "node:util";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { AllocatorSession } from "../../allocator/session.js";
import { JournalWriter } from "../../journal/journal-writer.js";
import { memoryGrowth } from "../memory-growth.js";
import { CREATED, type Rule } from "../rule.js";
import { failedWith, PASSED, type Verdict } from "../verdict.js";
import type { AllocatorPlace } from "./allocator-place.js";
import { batteryDirectory, SMALL_CLUSTER } from "./battery-cluster.js";
import { HistoryDraw } from "./history-draw.js";
import { judgeLegality } from "./legality.js";
import { historyNumbers } from "./play-history.js";
import { INTERLUDES, judgeProgress } from "./progress.js";
import { RandomHistory } from "./random-history.js";

/** What an allocator has to keep to, whatever its policy is. */
export const ALLOCATOR_RULES: readonly Rule<AllocatorPlace>[] = [
  { rule: CREATED, about: "an allocator is made", judge: (place) => place.withSession(() => PASSED) },
  {
    rule: "deterministic",
    about: "in two processes the same histories lead to the same decisions",
    twice: true,
    judge: judgeDecisions,
  },
  { rule: "M29", about: "parameters that it does not know break nothing", judge: judgeParameters },
  { rule: "M32", about: "two allocators at once do not see each other", judge: judgeTwoAtOnce },
  {
    rule: "legal",
    about: "every decision over random histories is legal",
    judge: (place) => judgeLegality(place, "some"),
  },
  {
    rule: "comeAndGo",
    about: "so it is when agents and frameworks come and go all the time",
    judge: (place) => judgeLegality(place, "much"),
  },
  ...INTERLUDES.map((interlude) => ({
    rule: interlude.rule,
    about: interlude.about,
    judge: (place: AllocatorPlace) => judgeProgress(place, interlude),
  })),
  { rule: "limits", about: "200 agents and 40 frameworks are decided about within the time limit", judge: judgeSize },
  { rule: "leaks", about: "nothing is kept of what was removed", judge: judgeLeaks },
];

/** One that refuses them says so when it is made: that is its right. */
async function judgeParameters(place: AllocatorPlace): Promise<Verdict> {
  const parameters = { "workbench.unknown": "foovalue" };
  try {
    return await place.withSession(() => PASSED, { parameters });
  } catch (error) {
    if (error instanceof AllocatorFailure && error.kind === "loadFailed") return PASSED;
    throw error;
  }
}

function judgeTwoAtOnce(place: AllocatorPlace): Promise<Verdict> {
  const directory = batteryDirectory(SMALL_CLUSTER);
  return place.withSession((one) => place.withSession((other) => compareSessions(one, other, place), { directory }), {
    directory,
  });
}

/** Both are told the same, in turn. */
function compareSessions(one: AllocatorSession, other: AllocatorSession, { seed, effort }: AllocatorPlace): Verdict {
  const history = new RandomHistory(one);
  for (const number of historyNumbers(seed, "two at once", effort.steps)) {
    const step = history.step(number);
    if (!isDeepStrictEqual(other.submit(step.t, step.operation), step.decisions)) {
      return failedWith(`told the same, they decide differently (operation ${history.steps.length})`);
    }
  }
  return PASSED;
}

async function judgeDecisions(place: AllocatorPlace): Promise<Verdict> {
  const answers: string[] = [];
  for (let number = 0; number < Math.min(4, place.effort.histories); number++) {
    answers.push(await place.withSession((session) => decisionsHash(session, place, number)));
  }
  return { kind: "passed", answers };
}

/** Up to the first illegal decision, if there is one. */
function decisionsHash(session: AllocatorSession, { seed, effort }: AllocatorPlace, number: number): string {
  const history = new RandomHistory(session);
  const journal = new JournalWriter(session.ledger.directory);
  for (const drawn of historyNumbers(seed, `two processes ${number}`, effort.steps)) {
    const step = orNull(() => history.step(drawn));
    if (step === null) break;
    journal.record(step.t, step.operation, step.decisions);
  }
  return journal.finish();
}

/** Everybody declines everything, for a while. */
function judgeSize(place: AllocatorPlace): Promise<Verdict> {
  return place.withCluster({ agents: 200, frameworks: 40 }, (session) => {
    const history = new RandomHistory(session);
    const { directory } = session.ledger;
    const draw = new HistoryDraw(directory, place.seed);
    for (const agent of directory.agents.ids()) {
      history.submit(draw.addAgent(agent, [...directory.frameworks.ids()]));
    }
    for (const framework of directory.frameworks.ids()) history.submit(draw.addFramework(framework));
    decline(history);
    return PASSED;
  });
}

function decline(history: RandomHistory): void {
  for (let cycle = 0; cycle < 3; cycle++) {
    const { offers } = history.tick().decisions;
    for (const { framework, role, agent, resources } of offers) {
      const back = { framework, role, agent, resources, refuse: 5_000_000, allocated: false, task: null };
      history.submit({ op: "recoverResources", ...back });
    }
  }
}

function judgeLeaks(place: AllocatorPlace): Promise<Verdict> {
  return place.withSession((session) => {
    const history = new RandomHistory(session);
    return memoryGrowth(place.effort.rounds, "histories", (round) => {
      for (const number of historyNumbers(place.seed, `leaks ${round}`, 40)) history.step(number);
      history.removeEverything();
    });
  });
}

/** Null for an error of the allocator's own and an illegal decision, which other rules are about. */
function orNull<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof AllocatorFailure && (error.kind === "threw" || error.kind === "illegalDecision")) return null;
    throw error;
  }
}
