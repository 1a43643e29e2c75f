import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, ResourceKeyId } from "../cluster/ids.js";
import type { ClusterPlan } from "../cluster/plan.js";
import { quantities } from "../cluster/resource-keys.js";
import { NO_RESOURCES, type Resources } from "../cluster/resources.js";
import { type TypicalTask, taskMix } from "./task-mix.js";

/** A typical task, its demand by place of the resource. */
interface Kind {
  readonly needs: Float64Array;
  readonly popularity: number;
}

/**
 * What lies idle on agents where the run's typical tasks do not fit, each counting by its popularity among the tasks that
 * ask for the resource at all (after F_n(M) of Weng et al., USENIX ATC 2023).
 */
export class FragmentationOverTime {
  readonly #directory: Directory;
  /** The resources that typical tasks ask for. */
  readonly #keys: readonly ResourceKeyId[];
  readonly #placeOf: number[] = [];
  readonly #kinds: readonly Kind[];
  /** By place: the popularity of all tasks that ask for the resource. */
  readonly #asked: Float64Array;
  /** By agent and place: thousandths. */
  readonly #total: Float64Array;
  readonly #used: Float64Array;
  readonly #fragments: Float64Array;
  /** By place: of all agents now, thousandths; and that times microseconds. */
  readonly #now: Float64Array;
  readonly #overTime: Float64Array;
  /** Agents that have changed since the last review, each once: many tasks start on an agent at one instant. */
  readonly #changed: AgentId[] = [];
  readonly #isChanged: Uint8Array;
  #settledAt: Micros = 0;

  constructor(directory: Directory, plan: ClusterPlan) {
    const mix = taskMix(directory, plan);
    this.#directory = directory;
    this.#keys = [...new Set(mix.flatMap(({ demand }) => demand.keys))];
    for (const [place, key] of this.#keys.entries()) this.#placeOf[key] = place;
    this.#kinds = mix.map((task) => this.#kindOf(task));
    this.#asked = Float64Array.from(this.#keys, (_, place) =>
      this.#kinds.reduce((sum, { needs, popularity }) => sum + (needs[place] === 0 ? 0 : popularity), 0),
    );
    const cells = directory.agents.size * this.#keys.length;
    this.#total = new Float64Array(cells);
    this.#used = new Float64Array(cells);
    this.#fragments = new Float64Array(cells);
    this.#isChanged = new Uint8Array(directory.agents.size);
    this.#now = new Float64Array(this.#keys.length);
    this.#overTime = new Float64Array(this.#keys.length);
  }

  /** @param total null: the agent left */
  agentTotal(t: Micros, agent: AgentId, total: Resources | null): void {
    this.settle(t);
    const first = agent * this.#keys.length;
    this.#total.fill(0, first, first + this.#keys.length);
    this.#add(this.#total, agent, total === null ? NO_RESOURCES : quantities(total, this.#directory.resourceKeys), 1);
    this.#change(agent);
  }

  taskUses(t: Micros, agent: AgentId, resources: Resources, sign: 1 | -1): void {
    this.settle(t);
    this.#add(this.#used, agent, resources, sign);
    this.#change(agent);
  }

  settle(t: Micros): void {
    const elapsed = t - this.#settledAt;
    if (elapsed <= 0) return;
    for (const agent of this.#changed) this.#review(agent);
    this.#changed.length = 0;
    for (let place = 0; place < this.#now.length; place++)
      this.#overTime[place]! += (this.#now[place] as number) * elapsed;
    this.#settledAt = t;
  }

  /** Thousandths times microseconds; undefined where no typical task asks for it. */
  of(key: ResourceKeyId): number | undefined {
    const place = this.#placeOf[key];
    // Differences of sums: what is left of nothing may be a little below it.
    return place === undefined ? undefined : Math.max(0, this.#overTime[place] as number);
  }

  #kindOf({ demand, popularity }: TypicalTask): Kind {
    const needs = new Float64Array(this.#keys.length);
    for (const [i, key] of demand.keys.entries()) needs[this.#placeOf[key] as number] = demand.amounts[i] as number;
    return { needs, popularity };
  }

  #add(cells: Float64Array, agent: AgentId, { keys, amounts }: Resources, sign: 1 | -1): void {
    for (let i = 0; i < keys.length; i++) {
      const place = this.#placeOf[keys[i] as ResourceKeyId];
      if (place !== undefined) cells[agent * this.#keys.length + place]! += sign * (amounts[i] as number);
    }
  }

  #change(agent: AgentId): void {
    if (this.#isChanged[agent] === 1) return;
    this.#isChanged[agent] = 1;
    this.#changed.push(agent);
  }

  /** Works out anew how much of the agent is of no use to how many tasks. */
  #review(agent: AgentId): void {
    this.#isChanged[agent] = 0;
    const count = this.#keys.length;
    const first = agent * count;
    for (let place = 0; place < count; place++) this.#now[place]! -= this.#fragments[first + place] as number;
    this.#fragments.fill(0, first, first + count);
    for (const { needs, popularity } of this.#kinds) {
      if (this.#fits(needs, first)) continue;
      for (let place = 0; place < count; place++) {
        if ((needs[place] as number) > 0) this.#fragments[first + place]! += popularity;
      }
    }
    for (let place = 0; place < count; place++) {
      const cell = first + place;
      const idle = Math.max(0, (this.#total[cell] as number) - (this.#used[cell] as number));
      this.#fragments[cell] = (idle * (this.#fragments[cell] as number)) / (this.#asked[place] as number);
      this.#now[place]! += this.#fragments[cell] as number;
    }
  }

  #fits(needs: Float64Array, first: number): boolean {
    for (let place = 0; place < needs.length; place++) {
      const cell = first + place;
      if ((needs[place] as number) > (this.#total[cell] as number) - (this.#used[cell] as number)) return false;
    }
    return true;
  }
}
