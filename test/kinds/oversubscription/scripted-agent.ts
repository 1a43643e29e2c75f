import type {
  AgentExecutor,
  AgentFramework,
  AgentState,
  ExecutorKill,
  OversubscribedAgent,
} from "../../../src/kinds/oversubscription/oversubscribed-agent.js";

/** An agent that a test sets up, and that keeps what was done to it. */
export class ScriptedAgent implements OversubscribedAgent {
  state: AgentState = "RUNNING";
  allocated = "";
  readonly frameworks = new Map<string, AgentFramework>();
  /** By framework and id. */
  readonly executors = new Map<string, AgentExecutor>();
  readonly updates: (string | null)[] = [];
  readonly kills: ExecutorKill[] = [];
  readonly warnings: string[] = [];
  readonly faults: string[] = [];

  withFramework(id: string, framework: Partial<AgentFramework> = {}): this {
    this.frameworks.set(id, { state: "RUNNING", capabilities: [], ...framework });
    return this;
  }

  withExecutor(framework: string, id: string, executor: Partial<AgentExecutor> = {}): this {
    this.executors.set(`${framework}/${id}`, { state: "RUNNING", container: "c1", tasks: 1, ...executor });
    return this;
  }

  framework(id: string): AgentFramework | undefined {
    return this.frameworks.get(id);
  }

  executor(framework: string, id: string): AgentExecutor | undefined {
    return this.executors.get(`${framework}/${id}`);
  }

  updateOversubscribed(total: string | null): void {
    this.updates.push(total);
  }

  kill(kill: ExecutorKill): void {
    this.kills.push(kill);
    const key = `${kill.framework}/${kill.executor}`;
    this.executors.set(key, { ...(this.executors.get(key) as AgentExecutor), state: "TERMINATING" });
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  moduleBroken(message: string): void {
    this.faults.push(message);
  }
}
