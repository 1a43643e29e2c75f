import { compareMesosVersions, type MesosVersion, parseMesosVersion } from "./mesos-version.js";
import { MODULE_KINDS } from "./module-kinds.js";

/** What the kind table is made from. Plain data, so that it can be handed to another process. */
export interface KindSettings {
  /** The Mesos version emulated. */
  readonly mesosVersion: string;
  /** The least version of a module by kind; a kind that is not named has the emulated version, as in Mesos. */
  readonly minimums: Readonly<Record<string, string>>;
}

export interface KnownKind {
  /** A module made for an older Mesos is refused (V5). */
  readonly minimum: MesosVersion;
  readonly hasPart: boolean;
}

/**
 * The kinds that the emulated Mesos knows. One that a later release brought is unknown to it, unless it was given a
 * minimum: that puts it into the table, and only so can the document's rows about Mesos 0.18 be tried (V11, D20).
 */
export class KindTable {
  readonly mesosVersion: MesosVersion;
  readonly #kinds: ReadonlyMap<string, KnownKind>;

  /** @throws Error when a version does not parse: `readKindSettings` has looked before */
  constructor({ mesosVersion, minimums }: KindSettings) {
    this.mesosVersion = parsed(mesosVersion);
    const known = MODULE_KINDS.filter(({ name, since }) => {
      return minimums[name] !== undefined || isOlder(parsed(since), this.mesosVersion);
    });
    this.#kinds = new Map(
      known.map(({ name, part }) => [
        name,
        { minimum: parsed(minimums[name] ?? mesosVersion), hasPart: part !== null },
      ]),
    );
  }

  /** @returns undefined for a kind that this Mesos does not know */
  get(kind: string): KnownKind | undefined {
    return this.#kinds.get(kind);
  }

  get names(): readonly string[] {
    return [...this.#kinds.keys()];
  }
}

/** A release candidate has the kinds of its release. */
function isOlder(since: MesosVersion, { numbers }: MesosVersion): boolean {
  return compareMesosVersions(since, { numbers, prerelease: [] }) <= 0;
}

function parsed(text: string): MesosVersion {
  const version = parseMesosVersion(text);
  if (version === undefined) throw new Error(`${text} is no Mesos version`);
  return version;
}
