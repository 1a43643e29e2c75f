import type { AllocatorContext, AllocatorOptions } from "../../src/allocator/allocator.js";
import type { Decisions } from "../../src/allocator/decisions.js";
import type { Operation } from "../../src/allocator/operations.js";
import type { Micros } from "../../src/base/time.js";
import type { Capability } from "../../src/cluster/capability.js";
import { createDirectory, type Directory } from "../../src/cluster/directory.js";
import type { MetricSample } from "../../src/cluster/metric-sample.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import type { AllocatorScript } from "../../src/sdk/allocator-script.js";
import type { Cluster } from "../../src/sdk/cluster.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";

interface Given {
  readonly options?: Partial<AllocatorOptions>;
  readonly parameters?: AllocatorContext["parameters"];
  readonly script?: Partial<AllocatorScript>;
}

/** A cluster of a few names, told to a script's mirror by hand: in seconds, names and resource texts. */
export class AskedCluster {
  readonly directory: Directory = createDirectory({
    agents: ["a1", "a2", "a3", "a4"],
    frameworks: ["analytics", "nightly", "web"],
    roles: ["batch", "eng", "eng/ml", "prod"],
  });
  readonly samples: MetricSample[] = [];
  readonly #allocator: WireAllocator;
  readonly #queued: { readonly t: Micros; readonly operation: Operation }[] = [];
  #t: Micros = 0;
  #decide: AllocatorScript["decide"] = () => {};

  constructor({ options = {}, parameters = {}, script = {} }: Given = {}) {
    const { directory } = this;
    const minAllocatable = ["cpus:0.01", "mem:32"].map((text) => directory.resourceKeys.parseQuantities(text));
    const asked: AllocatorScript = {
      ...(script.triggers === undefined ? {} : { triggers: script.triggers }),
      ...(script.onEvent === undefined ? {} : { onEvent: script.onEvent.bind(script) }),
      decide: (cluster) => this.#decide(cluster),
    };
    this.#allocator = new WireAllocator(new ScriptGuest(asked), {
      directory,
      options: { ...OPTION_DEFAULTS, minAllocatable, ...options },
      parameters,
      seed: 1,
      onSample: (sample) => this.samples.push(sample),
    });
  }

  at(seconds: number): this {
    this.#t = seconds * 1_000_000;
    return this;
  }

  tell(operation: Operation): this {
    this.#queued.push({ t: this.#t, operation });
    return this;
  }

  agent(name: string, total: string): this {
    const { agents, resourceKeys } = this.directory;
    return this.tell({ op: "addAgent", agent: agents.id(name), total: resourceKeys.parse(total), used: [] });
  }

  framework(name: string, roles: readonly string[], capabilities: readonly Capability[] = []): this {
    const { frameworks, roles: known } = this.directory;
    return this.tell({
      op: "addFramework",
      framework: frameworks.id(name),
      roles: roles.map((role) => known.id(role)),
      capabilities: ["MULTI_ROLE", ...capabilities],
      suppressedRoles: [],
      active: true,
    });
  }

  quota(role: string, guarantees: string, limits = ""): this {
    const { roles, resourceKeys } = this.directory;
    return this.tell({
      op: "updateQuota",
      role: roles.id(role),
      guarantees: resourceKeys.parse(guarantees),
      limits: resourceKeys.parseQuantities(limits, "keep"),
    });
  }

  /** What a framework waits for in a role: COUNT x RESOURCES. */
  demand(framework: string, role: string, ...groups: readonly (readonly [count: number, resources: string])[]): this {
    const { frameworks, roles, resourceKeys } = this.directory;
    const requests = groups.map(([count, resources], n) => ({
      id: `r${n}`,
      role: roles.id(role),
      resources: resourceKeys.parse(resources),
      count,
      gang: false,
      priority: null,
      estimateSeconds: null,
    }));
    return this.tell({ op: "requestResources", framework: frameworks.id(framework), requests });
  }

  /** An offer, or a part of one, is refused for so many seconds. */
  decline(framework: string, role: string, agent: string, resources: string, seconds: number | null): this {
    return this.tell({
      op: "recoverResources",
      ...this.#place(framework, role, agent),
      resources: this.directory.resourceKeys.parse(resources),
      refuse: seconds === null ? null : seconds * 1_000_000,
      allocated: false,
      task: null,
    });
  }

  /** A part of an offer is in use now, by a task. */
  start(task: string, framework: string, role: string, agent: string, resources: string): this {
    return this.tell({
      op: "acceptOffer",
      ...this.#place(framework, role, agent),
      resources: this.directory.resourceKeys.parse(resources),
      task: this.directory.tasks.intern(task),
    });
  }

  end(task: string, framework: string, role: string, agent: string, resources: string): this {
    return this.tell({
      op: "recoverResources",
      ...this.#place(framework, role, agent),
      resources: this.directory.resourceKeys.parse(resources),
      refuse: null,
      allocated: true,
      task: this.directory.tasks.intern(task),
    });
  }

  /** The interval's timer fires. */
  tick(decide: AllocatorScript["decide"]): Decisions {
    return this.tell({ op: "allocate", wake: false }).call(decide);
  }

  /** Asks the script. @param agents null: about all */
  call(decide: AllocatorScript["decide"], agents: readonly string[] | null = null): Decisions {
    this.#decide = decide;
    const candidates = agents === null ? null : agents.map((agent) => this.directory.agents.id(agent));
    return this.#allocator.decide(this.#t, this.#queued.splice(0), candidates);
  }

  /** What the script's question is answered. */
  ask<Answer>(question: (cluster: Cluster) => Answer, agents: readonly string[] | null = null): Answer {
    const answers: Answer[] = [];
    this.call((cluster) => {
      answers.push(question(cluster));
    }, agents);
    return answers[0] as Answer;
  }

  #place(framework: string, role: string, agent: string) {
    const { frameworks, roles, agents } = this.directory;
    return { framework: frameworks.id(framework), role: roles.id(role), agent: agents.id(agent) };
  }
}
