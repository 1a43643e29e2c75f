import type { ContainerConfig } from "../../../src/kinds/isolator/container-config.js";
import { type ContainerHost, InstantHost } from "../../../src/kinds/isolator/container-host.js";
import type { ContainerLaunchInfo } from "../../../src/kinds/isolator/container-launch-info.js";
import type { ContainerTermination } from "../../../src/kinds/isolator/container-termination.js";
import { Containerizer } from "../../../src/kinds/isolator/containerizer.js";
import type { Isolator, IsolatorMethod } from "../../../src/kinds/isolator/isolator.js";
import type { Outcome } from "../../../src/kinds/outcome.js";
import { ScriptedIsolator } from "./scripted-isolator.js";
import { VirtualTimer } from "./virtual-timer.js";

export const CONFIG: ContainerConfig = {
  parent: null,
  task: { id: "t1", name: "task", resources: "cpus:1;mem:512;disk:100", labels: [] },
  executor: null,
  command: "sleep 1000",
  resources: "cpus:1;mem:512;disk:100",
  limits: {},
  directory: "/sandbox/c1",
  user: null,
};

/** One agent process: a containerizer, and everything that it said and did, in order. */
export class AgentFixture {
  readonly log: string[] = [];
  readonly timer: VirtualTimer;
  readonly containerizer: Containerizer;
  readonly launchInfos = new Map<string, ContainerLaunchInfo>();
  readonly terminations: { readonly container: string; readonly termination: ContainerTermination }[] = [];
  readonly warnings: string[] = [];

  constructor(
    isolators: (log: string[]) => readonly Isolator[],
    parts: {
      readonly timer?: VirtualTimer;
      readonly host?: ContainerHost;
      readonly enableCfs?: boolean;
      readonly onLaunched?: (container: string) => void;
    } = {},
  ) {
    this.timer = parts.timer ?? new VirtualTimer();
    this.containerizer = new Containerizer({
      isolators: isolators(this.log),
      host: parts.host ?? new InstantHost(),
      now: () => this.timer.now,
      agentTotal: "cpus:8;mem:16384",
      enableCfs: parts.enableCfs ?? false,
      events: {
        launched: (container, launchInfo) => {
          this.log.push(`launched ${container}`);
          this.launchInfos.set(container, launchInfo);
          parts.onLaunched?.(container);
        },
        terminated: (container, termination) => {
          this.log.push(`terminated ${container}`);
          this.terminations.push({ container, termination });
        },
        destroyFailed: (container, message) => this.log.push(`destroy failed ${container}: ${message}`),
        warn: (message) => this.warnings.push(message),
      },
    });
  }

  /** What was said and done since the last look. */
  news(): string[] {
    return this.log.splice(0);
  }

  get termination(): ContainerTermination | undefined {
    return this.terminations.at(-1)?.termination;
  }
}

type Script = { readonly [M in IsolatorMethod]?: Outcome<unknown> | "hold" };

/** An agent with scripted isolators a, b, c, ... that support everything. */
export function scriptedAgent(
  scripts: readonly Script[],
  parts: ConstructorParameters<typeof AgentFixture>[1] = {},
): { readonly agent: AgentFixture; readonly isolators: readonly ScriptedIsolator[] } {
  let isolators: ScriptedIsolator[] = [];
  const agent = new AgentFixture((log) => {
    isolators = scripts.map(
      (script, i) =>
        new ScriptedIsolator(String.fromCharCode(97 + i), log, script, { nesting: true, standalone: true }),
    );
    return isolators.map(({ isolator }) => isolator);
  }, parts);
  return { agent, isolators };
}
