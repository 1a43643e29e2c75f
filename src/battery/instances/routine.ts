import { MICROS_PER_SECOND } from "../../base/time.js";
import type { BatteryTimer } from "../battery-timer.js";

/** Takes what an instance answered: one line. */
export type Note = (line: string) => void;

/** Something done with an instance; whatever it answers, now or later, goes to the note. */
export type RoutineStep<Port> = (port: Port, note: Note) => void;

/** A course of calls that shows how an instance of the kind behaves, without judging it. */
export type Routine<Port> = readonly RoutineStep<Port>[];

/** Goes through the routine with several instances side by side, a second for each step. @returns what each answered */
export function goThrough<Port>(routine: Routine<Port>, ports: readonly Port[], timer: BatteryTimer): string[][] {
  const answers = ports.map((): string[] => []);
  for (const step of routine) {
    ports.forEach((port, i) => {
      step(port, (line) => answers[i]?.push(`${timer.now}: ${line}`));
    });
    timer.pass(MICROS_PER_SECOND);
  }
  timer.pass(60 * MICROS_PER_SECOND);
  return answers;
}

/** What a call came to, as a line. */
export function answerText(call: string, outcome: unknown): string {
  return `${call} ${JSON.stringify(outcome) ?? "nothing"}`;
}
