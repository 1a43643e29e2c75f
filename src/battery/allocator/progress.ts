import { AllocatorFailure } from "../../allocator/failure.js";
import { failedWith, PASSED, type Verdict } from "../verdict.js";
import type { AllocatorPlace } from "./allocator-place.js";
import { CYCLES_WAITED, OfferStage } from "./offer-stage.js";

/** What happens between two moments in which something has to be offered. */
export interface Interlude {
  readonly rule: string;
  readonly about: string;
  readonly play: (stage: OfferStage) => void;
}

export const INTERLUDES: readonly Interlude[] = [
  { rule: "progress", about: "what is free is offered to the only one who wants it", play: () => {} },
  {
    rule: "declined",
    about: "what was declined is offered again when the filter is over",
    play: (stage) => stage.decline(),
  },
  { rule: "freed", about: "what a task leaves is offered again", play: (stage) => stage.runTasks() },
  {
    rule: "revived",
    about: "who suppressed offers and revives them is offered something again",
    play: (stage) => {
      stage.decline();
      stage.suppress();
      stage.revive();
    },
  },
  {
    rule: "agentBack",
    about: "an agent that is lost and comes back is offered again",
    play: (stage) => {
      stage.agentLeaves();
      stage.agentJoins();
    },
  },
  {
    rule: "frameworkBack",
    about: "a framework that leaves with offers open and comes back is offered what they held",
    play: (stage) => {
      stage.frameworkLeaves();
      stage.frameworkJoins();
    },
  },
];

/** Something is offered before and after. @throws AllocatorFailure when the allocator's virtual machine has ended it */
export function judgeProgress(place: AllocatorPlace, { play }: Interlude): Promise<Verdict> {
  return place.withSession((session) => {
    const stage = new OfferStage(session);
    try {
      stage.agentJoins();
      stage.frameworkJoins();
      if (!stage.isOffered()) return failedWith(`nothing is offered in ${CYCLES_WAITED} cycles`);
      play(stage);
      stage.asks();
      return stage.isOffered() ? PASSED : failedWith(`nothing is offered again in ${CYCLES_WAITED} cycles`);
    } catch (error) {
      if (!(error instanceof AllocatorFailure)) throw error;
      if (error.kind !== "illegalDecision" && error.kind !== "threw") throw error;
      return failedWith(error.message);
    }
  });
}
