import { type RandomSource, randomStream } from "../../base/random.js";
import { MICROS_PER_SECOND } from "../../base/time.js";
import type { ContainerConfig } from "../../kinds/isolator/container-config.js";
import { Containerizer } from "../../kinds/isolator/containerizer.js";
import type { Isolator } from "../../kinds/isolator/isolator.js";
import type { BatteryTimer } from "../battery-timer.js";
import { counted } from "./counted-isolator.js";
import { SlowHost } from "./slow-host.js";

export function containerConfig(container: string, parent: string | null = null): ContainerConfig {
  const resources = "cpus:1;mem:512;disk:100";
  return {
    parent,
    task: { id: `task-${container}`, name: "sleep", resources, labels: [] },
    executor: null,
    command: "sleep 1000",
    resources,
    limits: {},
    directory: `/sandbox/${container}`,
    user: null,
  };
}

const STEPS = 60;
const HOUR = 3600 * MICROS_PER_SECOND;

/** What became of the containers of a history. */
export interface ContainerHistory {
  readonly defects: readonly string[];
  readonly launched: number;
  readonly ran: number;
}

/**
 * Containers come and go at random on one agent: launched, nested, updated, looked at, destroyed at any stage. In the end
 * all are destroyed, and each must have come to its end once.
 */
export function playContainers(isolator: Isolator, timer: BatteryTimer, seed: number): ContainerHistory {
  return new ContainerPlay(isolator, timer, randomStream(seed, "containers")).play();
}

class ContainerPlay {
  readonly #defects: string[] = [];
  readonly #timer: BatteryTimer;
  readonly #random: RandomSource;
  readonly #containerizer: Containerizer;
  readonly #ends = new Map<string, number>();
  #ran = 0;

  constructor(isolator: Isolator, timer: BatteryTimer, random: RandomSource) {
    this.#timer = timer;
    this.#random = random;
    this.#containerizer = new Containerizer({
      isolators: [counted(isolator, { defects: this.#defects })],
      host: new SlowHost(timer, () => Math.floor(random() * 3) * MICROS_PER_SECOND),
      now: () => timer.now,
      agentTotal: "cpus:8;mem:16384",
      events: {
        launched: () => {
          this.#ran++;
        },
        terminated: (container) => {
          this.#ends.set(container, (this.#ends.get(container) ?? 0) + 1);
        },
        destroyFailed: (container, message) => this.#defects.push(`${container} could not be destroyed: ${message}`),
        warn: () => {},
      },
    });
  }

  play(): ContainerHistory {
    for (let step = 0; step < STEPS; step++) {
      this.#step();
      this.#timer.pass(Math.floor(this.#random() * 2) * MICROS_PER_SECOND);
    }
    for (const container of this.#containerizer.containers) this.#containerizer.destroy(container);
    this.#timer.pass(HOUR);
    this.#containerizer.close();
    for (const [container, ends] of this.#ends) {
      if (ends === 0) this.#defects.push(`${container} never came to its end`);
      if (ends > 1) this.#defects.push(`${container} came to its end ${ends} times`);
    }
    return { defects: this.#defects, launched: this.#ends.size, ran: this.#ran };
  }

  #step(): void {
    const { containers } = this.#containerizer;
    const container = containers[Math.floor(this.#random() * containers.length)];
    if (container === undefined || this.#random() < 0.3) {
      this.#launch(container);
      return;
    }
    const actions = [
      () => this.#containerizer.exited(container, 0),
      () => this.#containerizer.destroy(container),
      () => this.#containerizer.update(container, "cpus:2;mem:1024", { mem: "infinity" }),
      () => this.#containerizer.usage(container, () => {}),
      () => this.#containerizer.status(container, () => {}),
    ];
    actions[Math.floor(this.#random() * actions.length)]?.();
  }

  #launch(parent: string | undefined): void {
    const container = `container-${this.#ends.size}`;
    this.#ends.set(container, 0);
    const isNested = parent !== undefined && this.#random() < 0.3;
    this.#containerizer.launch(container, containerConfig(container, isNested ? parent : null));
  }
}
