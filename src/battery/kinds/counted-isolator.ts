import type { Isolator, IsolatorInputs, IsolatorMethod } from "../../kinds/isolator/isolator.js";
import type { Complete, Outcome } from "../../kinds/outcome.js";

const METHODS: readonly IsolatorMethod[] = [
  "recover",
  "prepare",
  "isolate",
  "watch",
  "update",
  "usage",
  "status",
  "cleanup",
];

/** What an isolator did that no isolator may, whoever calls it. */
export interface IsolatorDefects {
  readonly defects: string[];
}

/** The isolator, with an eye on how often its calls end. */
export function counted(isolator: Isolator, { defects }: IsolatorDefects): Isolator {
  const calls = METHODS.map((method) => [
    method,
    (input: IsolatorInputs[typeof method], complete: Complete<unknown>) => {
      let ends = 0;
      const watched: Complete<unknown> = (outcome) => {
        if (++ends === 2) defects.push(`${method} of ${containerIn(input)} ended twice`);
        complete(outcome);
      };
      (isolator[method] as (input: unknown, complete: Complete<unknown>) => void)(input, watched);
    },
  ]);
  return { ...isolator, ...Object.fromEntries(calls) };
}

function containerIn(input: object): string {
  return "container" in input ? String(input.container) : "the agent";
}

/** Every way in which a call of an isolator has ended so far. */
export function endsOf<M extends IsolatorMethod>(
  isolator: Isolator,
  method: M,
  input: IsolatorInputs[M],
): Outcome<unknown>[] {
  const ends: Outcome<unknown>[] = [];
  const call = isolator[method] as (input: unknown, complete: Complete<unknown>) => void;
  call(input, (outcome) => ends.push(outcome));
  return ends;
}
