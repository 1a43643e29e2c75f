import { oneLine } from "../../base/one-line.js";
import type { Complete, Outcome } from "../outcome.js";
import { type DockerEnvironment, mergeDockerEnvironments } from "./docker-environment.js";
import type { Hook } from "./hook.js";
import type { HookInputs } from "./hook-inputs.js";

/** What became of asking all hooks before Docker runs a container. A failure fails the launch, with this status. */
export type DockerDecoration =
  | { readonly kind: "decorated"; readonly value: DockerEnvironment }
  | {
      readonly kind: "launchFailed";
      readonly state: "TASK_FAILED";
      readonly reason: "CONTAINER_LAUNCH_FAILED";
      readonly message: string;
    };

type Answer = Outcome<Partial<DockerEnvironment> | null>;
type Input = HookInputs["slavePreLaunchDockerTaskExecutorDecorator"];

/**
 * Asks every hook, each with the same input, also when one before it failed at once. Completes when all are ready, or at
 * the first failure; of several that are there when the last hook has been asked, the first in the hooks' order.
 */
export function collectDockerAnswers(
  hooks: readonly (readonly [string, Hook])[],
  input: Input,
  complete: Complete<DockerDecoration>,
): void {
  const answers: (Answer | undefined)[] = hooks.map(() => undefined);
  let isAsking = true;
  let isOver = false;
  const settle = () => {
    if (isAsking || isOver) return;
    const decoration = firstFailure(hooks, answers) ?? merged(answers);
    if (decoration === undefined) return;
    isOver = true;
    complete({ kind: "ready", value: decoration });
  };
  for (const [i, [, hook]] of hooks.entries()) {
    ask(hook, input, (answer) => {
      answers[i] ??= answer;
      settle();
    });
  }
  isAsking = false;
  settle();
}

function ask(hook: Hook, input: Input, take: (answer: Answer) => void): void {
  if (hook.slavePreLaunchDockerTaskExecutorDecorator === undefined) take({ kind: "ready", value: null });
  else hook.slavePreLaunchDockerTaskExecutorDecorator(input, take);
}

function firstFailure(
  hooks: readonly (readonly [string, Hook])[],
  answers: readonly (Answer | undefined)[],
): DockerDecoration | undefined {
  for (const [i, answer] of answers.entries()) {
    if (answer === undefined || answer.kind === "ready") continue;
    const why = answer.kind === "failed" ? `failed: ${oneLine(answer.message)}` : "was discarded";
    return {
      kind: "launchFailed",
      state: "TASK_FAILED",
      reason: "CONTAINER_LAUNCH_FAILED",
      message: `hook module ${hooks[i]?.[0]}: slavePreLaunchDockerTaskExecutorDecorator ${why}`,
    };
  }
  return undefined;
}

function merged(answers: readonly (Answer | undefined)[]): DockerDecoration | undefined {
  const values: (Partial<DockerEnvironment> | null)[] = [];
  for (const answer of answers) {
    if (answer?.kind !== "ready") return undefined;
    values.push(answer.value);
  }
  return { kind: "decorated", value: mergeDockerEnvironments(values) };
}
