/*
 * What master and agent tell modules about a launch: Mesos' messages, as far as they have a part here. Names as text,
 * since they cross to module code; resources in the journal's text form (contract, section 3).
 */

export interface Label {
  readonly key: string;
  readonly value: string | null;
}

export interface TaskInfo {
  readonly id: string;
  readonly name: string;
  /** `cpus:1;mem:512` */
  readonly resources: string;
  /** Equal keys may repeat; the order counts. */
  readonly labels: readonly Label[];
}

export interface FrameworkInfo {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly capabilities: readonly string[];
  /** Who it authenticated as; null without authentication. */
  readonly principal: string | null;
}

export interface AgentInfo {
  readonly id: string;
  readonly hostname: string;
  readonly resources: string;
  /** `rack:r1;zone:a`, as Mesos' --attributes */
  readonly attributes: string;
}

/** Variables by name, in the order in which they were set. */
export type Environment = Readonly<Record<string, string>>;

export interface ExecutorInfo {
  readonly id: string;
  readonly framework: string;
  readonly resources: string;
  readonly environment: Environment;
}
