import { oneLine } from "../../base/one-line.js";
import type { AgentInfo, Environment, Label } from "../launch-info.js";
import type { Complete } from "../outcome.js";
import { collectDockerAnswers, type DockerDecoration } from "./docker-decoration.js";
import type { SynchronousHook } from "./hook.js";
import type { HookInputs } from "./hook-inputs.js";
import { splitHookList } from "./hook-list.js";
import type { HookMethodName, HookValue, SynchronousMethod } from "./hook-methods.js";
import type { HookModules } from "./hook-modules.js";
import { HookReentry } from "./hook-reentry.js";
import { type HookResult, NO_OPINION } from "./hook-result.js";
import { DEFAULT_HOOK_SEMANTICS, type HookSemantics, RETURN_RULES } from "./hook-semantics.js";
import { type HookFault, InstalledHooks } from "./installed-hooks.js";
import { changeStatus, type TaskStatus } from "./task-status.js";

export interface HookManagerOptions {
  readonly modules: HookModules;
  /** Takes one line for each error that a hook reports; it names the module. */
  readonly warn: (text: string) => void;
  /** By default as from Mesos 0.23 on. */
  readonly semantics?: HookSemantics;
}

/** What a decorator made of something; `refused` only as Mesos 0.22 was documented: a hook's error reached the caller (H6). */
export type Decorated<T> =
  | { readonly kind: "decorated"; readonly value: T }
  | { readonly kind: "refused"; readonly message: string };

/** Whether the hooks after one that reported an error are still asked. */
type OnError = (text: string) => "goOn" | "stop";

/**
 * Asks the installed hooks, each in turn, where master and agent have a place for them. Each method is named as the hook
 * method that it asks. A hook sees what the one before it said (H7); without hooks, what comes in goes out (H8).
 *
 * Every method throws HookReentry when it is called from inside a synchronous hook (H9), and lets through what a broken
 * hook throws.
 */
export class HookManager {
  readonly #hooks: InstalledHooks;
  readonly #semantics: HookSemantics;
  readonly #warn: OnError;
  /** The synchronous hook that is running. */
  #running: { readonly hook: string; readonly method: HookMethodName } | null = null;

  constructor({ modules, warn, semantics = DEFAULT_HOOK_SEMANTICS }: HookManagerOptions) {
    this.#hooks = new InstalledHooks(modules);
    this.#semantics = semantics;
    this.#warn = (text) => {
      warn(text);
      return "goOn";
    };
  }

  /** False: nobody will be asked, so that nobody needs to put an input together (H8). */
  get available(): boolean {
    return this.#hooks.byName.size > 0;
  }

  /** Installs the hooks of a value of --hooks in order, until one fails; those before it stay (H2). */
  installAll(list: string): HookFault | null {
    for (const name of splitHookList(list)) {
      const fault = this.install(name);
      if (fault !== null) return fault;
    }
    return null;
  }

  install(name: string): HookFault | null {
    this.#refuseReentry("install");
    return this.#hooks.install(name);
  }

  unload(name: string): HookFault | null {
    this.#refuseReentry("unload");
    return this.#hooks.unload(name);
  }

  /** @returns the resources that the agent advertises */
  slaveResourcesDecorator({ agent }: { agent: AgentInfo }): string {
    const input = (resources: string) => ({ agent: { ...agent, resources } });
    return this.#chain("slaveResourcesDecorator", agent.resources, input, (_, said) => said);
  }

  /** @returns the attributes that the agent advertises */
  slaveAttributesDecorator({ agent }: { agent: AgentInfo }): string {
    const input = (attributes: string) => ({ agent: { ...agent, attributes } });
    return this.#chain("slaveAttributesDecorator", agent.attributes, input, (_, said) => said);
  }

  /** @returns the resources with which the task is validated and launched */
  masterLaunchTaskResourceDecorator(input: HookInputs["masterLaunchTaskResourceDecorator"]): string {
    const { task, agentResources } = input;
    const shown = (resources: string) => ({ task: { ...task, resources }, agentResources });
    return this.#chain("masterLaunchTaskResourceDecorator", task.resources, shown, (_, said) => said);
  }

  /** @returns the labels in the message to the agent; the master's own record keeps the task's */
  masterLaunchTaskLabelDecorator(input: HookInputs["masterLaunchTaskLabelDecorator"]): Decorated<readonly Label[]> {
    const { some, labelsShown } = RETURN_RULES[this.#semantics];
    return this.#decorate<"masterLaunchTaskLabelDecorator", readonly Label[]>(
      "masterLaunchTaskLabelDecorator",
      input.task.labels,
      (labels) => (labelsShown === "original" ? input : { ...input, task: { ...input.task, labels } }),
      (labels, said) => (some === "replaces" ? said : [...labels, ...said]),
    );
  }

  /** @returns the task's labels from here on */
  slaveRunTaskLabelDecorator(input: HookInputs["slaveRunTaskLabelDecorator"]): readonly Label[] {
    const shown = (labels: readonly Label[]) => ({ ...input, task: { ...input.task, labels } });
    return this.#chain("slaveRunTaskLabelDecorator", input.task.labels, shown, (_, said) => said);
  }

  /** @returns what {@link executorEnvironment} lays over the agent's own variables */
  slaveExecutorEnvironmentDecorator(input: HookInputs["slaveExecutorEnvironmentDecorator"]): Decorated<Environment> {
    const { some } = RETURN_RULES[this.#semantics];
    return this.#decorate<"slaveExecutorEnvironmentDecorator", Environment>(
      "slaveExecutorEnvironmentDecorator",
      input.executor.environment,
      (environment) => ({ executor: { ...input.executor, environment } }),
      (environment, said) => (some === "replaces" ? said : { ...environment, ...said }),
    );
  }

  /** Asks all hooks, each with the same input; the end of the last or the first failure is the end (at once without hooks). */
  slavePreLaunchDockerTaskExecutorDecorator(
    input: HookInputs["slavePreLaunchDockerTaskExecutorDecorator"],
    complete: Complete<DockerDecoration>,
  ): void {
    this.#refuseReentry("slavePreLaunchDockerTaskExecutorDecorator");
    collectDockerAnswers([...this.#hooks.byName], input, complete);
  }

  slavePostFetchHook(input: HookInputs["slavePostFetchHook"]): void {
    this.#tell("slavePostFetchHook", input);
  }

  /** @returns the status that goes on to the master; only its labels and container status may differ */
  slaveTaskStatusDecorator({ framework, status }: HookInputs["slaveTaskStatusDecorator"]): TaskStatus {
    return this.#chain("slaveTaskStatusDecorator", status, (shown) => ({ framework, status: shown }), changeStatus);
  }

  slaveRemoveExecutorHook(input: HookInputs["slaveRemoveExecutorHook"]): void {
    this.#tell("slaveRemoveExecutorHook", input);
  }

  masterSlaveLostHook(input: HookInputs["masterSlaveLostHook"]): void {
    this.#tell("masterSlaveLostHook", input);
  }

  #tell<M extends SynchronousMethod>(method: M, input: HookInputs[M]): void {
    this.#chain(
      method,
      null,
      () => input,
      () => null,
    );
  }

  /** H5: an error is logged, and the other hooks are still asked. */
  #chain<M extends SynchronousMethod, S>(
    method: M,
    start: S,
    input: (soFar: S) => HookInputs[M],
    take: (soFar: S, said: HookValue<M>) => S,
  ): S {
    return this.#fold(method, start, input, take, this.#warn);
  }

  /** H6: as `#chain`, or an error ends it. */
  #decorate<M extends SynchronousMethod, S>(
    method: M,
    start: S,
    input: (soFar: S) => HookInputs[M],
    take: (soFar: S, said: HookValue<M>) => S,
  ): Decorated<S> {
    let refusal: string | undefined;
    const refuse: OnError = (text) => {
      refusal = text;
      return "stop";
    };
    const onError = RETURN_RULES[this.#semantics].error === "isLogged" ? this.#warn : refuse;
    const value = this.#fold(method, start, input, take, onError);
    return refusal === undefined ? { kind: "decorated", value } : { kind: "refused", message: refusal };
  }

  #fold<M extends SynchronousMethod, S>(
    method: M,
    start: S,
    input: (soFar: S) => HookInputs[M],
    take: (soFar: S, said: HookValue<M>) => S,
    onError: OnError,
  ): S {
    this.#refuseReentry(method);
    let soFar = start;
    for (const [name, hook] of this.#hooks.byName) {
      const answer = this.#ask(name, hook, method, input(soFar));
      if (answer.kind === "some") soFar = take(soFar, answer.value);
      if (answer.kind !== "error") continue;
      if (onError(`hook module ${name}: ${method} reports: ${oneLine(answer.message)}`) === "stop") break;
    }
    return soFar;
  }

  #ask<M extends SynchronousMethod>(
    name: string,
    hook: SynchronousHook,
    method: M,
    input: HookInputs[M],
  ): HookResult<HookValue<M>> {
    this.#running = { hook: name, method };
    try {
      return hook[method]?.(input) ?? NO_OPINION;
    } finally {
      this.#running = null;
    }
  }

  #refuseReentry(wanted: string): void {
    if (this.#running !== null) throw new HookReentry(this.#running.hook, this.#running.method, wanted);
  }
}
