/** The members of a sorter, in the order in which they are to be served. */
export interface SiblingOrder {
  /** How many there are. Exact after `sorted`. */
  readonly length: number;

  /** @returns false when it is there already */
  insert(slot: number): boolean;

  remove(slot: number): void;

  /** To be told when a slot's allocation, count or weight changed. Slots that are not in the order may be named. */
  touch(slot: number): void;

  /** The slots in order; only the first `length` count. Valid until the next call, not moved by `touch`. */
  sorted(): Int32Array;
}
