import type { Environment } from "../launch-info.js";
import { failed, type Outcome, ready } from "../outcome.js";
import { mergeMessages } from "./merge-messages.js";

/** What an isolator wants the launch of a container to have: its answer to `prepare`. What is absent is not asked for. */
export interface ContainerLaunchInfo {
  /** Commands to run inside the container before its own. */
  readonly preExecCommands?: readonly string[];
  readonly environment?: Environment;
  readonly command?: string;
  readonly workingDirectory?: string;
  readonly effectiveCapabilities?: readonly string[];
  readonly boundingCapabilities?: readonly string[];
  /** Soft limits by name, such as `RLIMIT_NOFILE`. */
  readonly rlimits?: Readonly<Record<string, number>>;
  readonly ttySlavePath?: string;
  readonly mounts?: readonly Mount[];
  /** `mount`, `network`, `pid`, ... */
  readonly enterNamespaces?: readonly string[];
  readonly cloneNamespaces?: readonly string[];
  readonly supplementaryGroups?: readonly number[];
  /** Not an isolator's to say: a launch that meets it fails (I3). */
  readonly rootfs?: string;
  /** As `rootfs`. */
  readonly user?: string;
}

export interface Mount {
  readonly target: string;
  readonly source?: string;
  readonly type?: string;
  readonly options?: string;
}

const FORBIDDEN = { rootfs: "a root filesystem", user: "a user" } as const;

const AT_MOST_ONCE = {
  workingDirectory: "a working directory",
  effectiveCapabilities: "effective capabilities",
  rlimits: "rlimits",
  ttySlavePath: "a tty",
} as const;

/**
 * What the isolators answered, merged in their order (I3).
 * @returns failed when two answers cannot stand together, or one sets what no isolator may
 */
export function mergeLaunchInfos(answers: readonly ContainerLaunchInfo[]): Outcome<ContainerLaunchInfo> {
  let merged: ContainerLaunchInfo = {};
  for (const answer of answers) {
    const conflict = conflictOf(merged, answer);
    if (conflict !== undefined) return failed(conflict);
    merged = mergeMessages(merged, answer);
  }
  return ready(withoutDuplicates(merged));
}

function conflictOf(merged: ContainerLaunchInfo, answer: ContainerLaunchInfo): string | undefined {
  for (const [field, what] of entriesOf(FORBIDDEN)) {
    if (isSet(answer, field)) return `an isolator may not set ${what}`;
  }
  for (const [field, what] of entriesOf(AT_MOST_ONCE)) {
    if (isSet(answer, field) && isSet(merged, field)) return `two isolators set ${what}`;
  }
  return undefined;
}

function isSet(info: ContainerLaunchInfo, field: keyof ContainerLaunchInfo): boolean {
  return info[field] !== undefined && info[field] !== null;
}

function entriesOf<K extends string>(table: Readonly<Record<K, string>>): [K, string][] {
  return Object.entries(table) as [K, string][];
}

function withoutDuplicates(info: ContainerLaunchInfo): ContainerLaunchInfo {
  const { enterNamespaces, cloneNamespaces, supplementaryGroups } = info;
  return {
    ...info,
    ...(enterNamespaces && { enterNamespaces: [...new Set(enterNamespaces)] }),
    ...(cloneNamespaces && { cloneNamespaces: [...new Set(cloneNamespaces)] }),
    ...(supplementaryGroups && { supplementaryGroups: [...new Set(supplementaryGroups)] }),
  };
}
