/** Lines and columns of a text, both from 1; a column counts UTF-16 units, as editors do. */
export class TextLines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = 0; i < text.length; i++) {
      const unit = text[i];
      if (unit === "\n" || (unit === "\r" && text[i + 1] !== "\n")) this.#starts.push(i + 1);
    }
  }

  /** `7:39` */
  at(offset: number): string {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return `${low + 1}:${offset - (this.#starts[low] as number) + 1}`;
  }
}
