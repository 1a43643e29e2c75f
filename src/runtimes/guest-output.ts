/**
 * Takes what a guest prints, and counts it together with what it answers: the limit on the output of one call. Whoever
 * calls the guest begins the count; whoever prints for it looks whether it is over, and stops the guest then.
 */
export class GuestOutput {
  readonly #limitBytes: number | null;
  readonly #take: (line: string) => void;
  #bytes = 0;

  /** @param take gets each line that was within the limit */
  constructor(limitBytes: number | null, take: (line: string) => void) {
    this.#limitBytes = limitBytes;
    this.#take = take;
  }

  startCall(): void {
    this.#bytes = 0;
  }

  print(line: string): void {
    this.add(Buffer.byteLength(line) + 1);
    if (!this.isOver) this.#take(line);
  }

  /** Counts other output: the bytes of an answer, of the texts in it. */
  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** What may still come, in bytes: an answer can be refused before it is copied. */
  get bytesLeft(): number {
    return this.#limitBytes === null ? Number.POSITIVE_INFINITY : this.#limitBytes - this.#bytes;
  }

  get isOver(): boolean {
    return this.bytesLeft < 0;
  }

  get text(): string {
    return `more than ${this.#limitBytes} bytes of output in one call`;
  }
}
