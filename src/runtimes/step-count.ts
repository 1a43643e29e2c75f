/** The limit on the steps of one call into a guest. What a step is, its virtual machine says. */
export class StepCount {
  readonly #limit: number;
  readonly #limitText: string;
  #steps = 0;

  constructor(limit: number | null) {
    this.#limit = limit ?? Number.POSITIVE_INFINITY;
    this.#limitText = String(limit);
  }

  startCall(): void {
    this.#steps = 0;
  }

  add(steps: number): void {
    this.#steps += steps;
  }

  get isOver(): boolean {
    return this.#steps > this.#limit;
  }

  get text(): string {
    return `no answer within ${this.#limitText} steps`;
  }
}
