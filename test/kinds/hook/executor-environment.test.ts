import { describe, expect, it } from "vitest";
import { executorEnvironment } from "../../../src/kinds/hook/executor-environment.js";
import { hookError, some } from "../../../src/kinds/hook/hook-result.js";
import { installed } from "./installed.js";
import { executor } from "./launch-fixtures.js";

const AGENT_VARIABLES = { MESOS_AGENT_ID: "agent-1", MESOS_SANDBOX: "/s" };

describe("the environment of an executor", () => {
  it("has the hooks' variables over the agent's, and the executor's own over both", () => {
    const { manager } = installed({
      A: { slaveExecutorEnvironmentDecorator: () => some({ MESOS_SANDBOX: "/hook", FOO: "hook", NEW: "hook" }) },
    });
    expect(
      executorEnvironment(manager, AGENT_VARIABLES, executor({ environment: { FOO: "own", BAR: "own" } })),
    ).toEqual({
      kind: "decorated",
      value: { MESOS_AGENT_ID: "agent-1", MESOS_SANDBOX: "/hook", FOO: "own", NEW: "hook", BAR: "own" },
    });
  });

  it("is that of agent and executor without hooks (H8)", () => {
    const { manager } = installed({});
    expect(executorEnvironment(manager, AGENT_VARIABLES, executor({ environment: { FOO: "own" } }))).toEqual({
      kind: "decorated",
      value: { ...AGENT_VARIABLES, FOO: "own" },
    });
  });

  it("is refused with a hook's error as 0.22 was documented (H6)", () => {
    const { manager } = installed({ A: { slaveExecutorEnvironmentDecorator: () => hookError("no") } }, "0.22-doc");
    expect(executorEnvironment(manager, AGENT_VARIABLES, executor())).toEqual({
      kind: "refused",
      message: "hook module A: slaveExecutorEnvironmentDecorator reports: no",
    });
  });
});
