import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
import type { ResourceKey } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";

/** The JSON of what ids stand for. Runs for every operation of every simulation, so that of each name is made once. */
export class FieldEncoder {
  readonly directory: Directory;
  readonly #agents: readonly string[];
  readonly #frameworks: readonly string[];
  readonly #roles: readonly string[];
  /** How many resource keys have been looked at, and whether the JSON of all is their text between quotes. */
  #keysSeen = 0;
  #areKeysPlain = true;

  constructor(directory: Directory) {
    this.directory = directory;
    this.#agents = directory.agents.names.map((name) => JSON.stringify(name));
    this.#frameworks = directory.frameworks.names.map((name) => JSON.stringify(name));
    this.#roles = directory.roles.names.map((name) => JSON.stringify(name));
  }

  agent(agent: AgentId): string {
    return this.#agents[agent] as string;
  }

  /** A list of agents; null stays null. */
  agents(agents: readonly AgentId[] | null): string {
    return agents === null ? "null" : `[${agents.map((agent) => this.agent(agent))}]`;
  }

  framework(framework: FrameworkId): string {
    return this.#frameworks[framework] as string;
  }

  role(role: RoleId): string {
    return this.#roles[role] as string;
  }

  roles(roles: readonly RoleId[]): string {
    return `[${roles.map((role) => this.role(role))}]`;
  }

  /** An object keyed by role, in the byte order of the names. */
  byRole<Value>(of: ReadonlyMap<RoleId, Value>, json: (value: Value) => string): string {
    const members = [...of].sort(([a], [b]) => a - b);
    return `{${members.map(([role, value]) => `${this.role(role)}:${json(value)}`)}}`;
  }

  /** The three fields that say who is offered what. */
  place(framework: FrameworkId, role: RoleId, agent: AgentId): string {
    return `"framework":${this.framework(framework)},"role":${this.role(role)},"agent":${this.agent(agent)}`;
  }

  resources(resources: Resources): string {
    const { resourceKeys } = this.directory;
    if (this.#keysSeen < resourceKeys.all.length) this.#lookAtNewKeys(resourceKeys.all);
    const text = resourceKeys.format(resources);
    return this.#areKeysPlain ? `"${text}"` : JSON.stringify(text);
  }

  /** With a comma before it; nothing without a task. */
  task(task: TaskId | null): string {
    return task === null ? "" : `,"task":${JSON.stringify(this.directory.tasks.name(task))}`;
  }

  /**
   * Names of resources and members of sets need no escaping: their grammar has neither quotes nor control characters; the
   * role of a reservation and the id of a volume may.
   */
  #lookAtNewKeys(keys: readonly ResourceKey[]): void {
    for (; this.#keysSeen < keys.length; this.#keysSeen++) {
      const { text } = keys[this.#keysSeen] as ResourceKey;
      this.#areKeysPlain &&= JSON.stringify(text) === `"${text}"`;
    }
  }
}
