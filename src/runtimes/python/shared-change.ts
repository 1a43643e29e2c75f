/** A change to this process that several guests need: made for the first of them, undone after the last. */
export class SharedChange {
  readonly #make: () => () => void;
  #users = 0;
  #undo: () => void = () => {};

  /** @param make makes the change, and gives what undoes it */
  constructor(make: () => () => void) {
    this.#make = make;
  }

  /** @returns to be called when this user needs it no more; further calls do nothing */
  use(): () => void {
    if (this.#users++ === 0) this.#undo = this.#make();
    let isUsed = true;
    return () => {
      if (!isUsed) return;
      isUsed = false;
      if (--this.#users === 0) this.#undo();
    };
  }
}
