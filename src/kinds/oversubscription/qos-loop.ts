import type { Micros } from "../../base/time.js";
import type { Outcome } from "../outcome.js";
import type { Timer } from "../timer.js";
import { judgeKill } from "./judge-kill.js";
import type { OversubscribedAgent } from "./oversubscribed-agent.js";
import type { PreemptionCounters } from "./preemption-counters.js";
import type { QoSController, QosCorrection } from "./qos-controller.js";
import { QuestionLoop } from "./question-loop.js";

/** Mesos' qos_correction_interval_min. */
export const QOS_CORRECTION_INTERVAL_MIN: Micros = 0;

/** Carries out on an agent what its QoS controller asks for (S5-S8). */
export class QosLoop {
  readonly #agent: OversubscribedAgent;
  readonly #counters: PreemptionCounters;
  readonly #questions: QuestionLoop<readonly QosCorrection[]>;

  /**
   * @param controller already initialized
   * @param counters counted up; several agents may share them
   * @param interval from an answer to the next question
   */
  constructor(
    controller: QoSController,
    agent: OversubscribedAgent,
    timer: Timer,
    counters: PreemptionCounters,
    interval: Micros = QOS_CORRECTION_INTERVAL_MIN,
  ) {
    this.#agent = agent;
    this.#counters = counters;
    this.#questions = new QuestionLoop(
      timer,
      interval,
      (complete) => controller.corrections(complete),
      (outcome) => this.#answered(outcome),
    );
  }

  /** The agent has recovered (S1). */
  start(): void {
    this.#questions.start();
  }

  /** The agent is gone: an answer that is still to come is ignored. */
  stop(): void {
    this.#questions.stop();
  }

  #answered(outcome: Outcome<readonly QosCorrection[]>): void {
    const { state } = this.#agent;
    if (state === "RECOVERING" || state === "TERMINATING") {
      this.#agent.warn(`QoS corrections are ignored while the agent is ${state}`);
    } else if (outcome.kind === "failed") {
      this.#agent.warn(`the QoS corrections failed: ${outcome.message}`);
    } else if (outcome.kind === "discarded") {
      this.#agent.warn("the QoS corrections were discarded");
    } else {
      for (const correction of outcome.value) this.#correct(correction);
    }
  }

  /** The agent is asked anew for each: what one correction killed, the next one finds terminating. */
  #correct(correction: QosCorrection): void {
    const verdict = judgeKill(correction, this.#agent);
    if (verdict.kind === "ignored") {
      this.#agent.warn(`a QoS correction is ignored: ${verdict.why}`);
      return;
    }
    this.#counters["slave/executors_preempted"]++;
    this.#counters[verdict.kill.state === "TASK_GONE" ? "slave/tasks_gone" : "slave/tasks_lost"] += verdict.tasks;
    this.#agent.kill(verdict.kill);
  }
}
