import type { Mirror } from "./mirror.js";
import type { MirrorRole } from "./nouns.js";

/** Ids of the keys that frameworks may have in a role. */
interface Open {
  readonly keysVersion: number;
  readonly firm: readonly number[];
  readonly all: readonly number[];
}

/** Which resources are open to whom: unreserved, or reserved to the role or one above it (Q8); revocable ones to who takes them. */
export class OpenKeys {
  readonly #mirror: Mirror;
  /** By role id. */
  readonly #open: Open[] = [];

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  of(role: MirrorRole, revocable: boolean): readonly number[] {
    let open = this.#open[role.id];
    if (open === undefined || open.keysVersion !== this.#mirror.keysVersion) {
      open = this.#openTo(role);
      this.#open[role.id] = open;
    }
    return revocable ? open.all : open.firm;
  }

  #openTo({ name }: MirrorRole): Open {
    const { keys, keysVersion } = this.#mirror;
    const all = keys.filter(({ reservation }) => {
      return reservation === null || reservation.name === name || name.startsWith(`${reservation.name}/`);
    });
    const firm = all.filter(({ revocable }) => !revocable);
    return { keysVersion, firm: firm.map(({ id }) => id), all: all.map(({ id }) => id) };
  }
}
