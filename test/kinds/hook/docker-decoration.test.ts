import { describe, expect, it } from "vitest";
import type { DockerDecoration } from "../../../src/kinds/hook/docker-decoration.js";
import { type DockerEnvironment, overlayDockerEnvironment } from "../../../src/kinds/hook/docker-environment.js";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import { type Complete, DISCARDED, failed, type Outcome, ready } from "../../../src/kinds/outcome.js";
import { installed } from "./installed.js";
import { INPUTS } from "./launch-fixtures.js";

const INPUT = INPUTS.slavePreLaunchDockerTaskExecutorDecorator;

type Answer = Partial<DockerEnvironment> | null;

/** Asks hooks of these names, which answer when the test completes them. */
function asking(...names: string[]) {
  const completes: Record<string, Complete<Answer>> = {};
  const inputs: unknown[] = [];
  const hookCalled = (name: string): Hook => ({
    slavePreLaunchDockerTaskExecutorDecorator: (input, complete) => {
      inputs.push(input);
      completes[name] = complete;
    },
  });
  const { manager } = installed(Object.fromEntries(names.map((name) => [name, hookCalled(name)])));
  const ends: Outcome<DockerDecoration>[] = [];
  manager.slavePreLaunchDockerTaskExecutorDecorator(INPUT, (end) => ends.push(end));
  return { end: (name: string, answer: Outcome<Answer>) => completes[name]?.(answer), ends, inputs };
}

function decorated(value: DockerEnvironment): Outcome<DockerDecoration> {
  return ready({ kind: "decorated", value });
}

function launchFailed(message: string): Outcome<DockerDecoration> {
  return ready({ kind: "launchFailed", state: "TASK_FAILED", reason: "CONTAINER_LAUNCH_FAILED", message });
}

describe("the hooks before Docker runs a container", () => {
  it("are all asked with the same input, and merged in their order however they end", () => {
    const hooks = asking("A", "B", "C");
    expect(hooks.inputs).toEqual([INPUT, INPUT, INPUT]);
    hooks.end("C", ready({ taskEnvironment: { X: "c", Z: "c" } }));
    hooks.end("B", ready(null));
    expect(hooks.ends).toEqual([]);
    hooks.end("A", ready({ taskEnvironment: { X: "a", Y: "a" }, executorEnvironment: { E: "a" } }));
    expect(hooks.ends).toEqual([
      decorated({ taskEnvironment: { X: "c", Y: "a", Z: "c" }, executorEnvironment: { E: "a" } }),
    ]);
  });

  it("fail the launch at the first failure, whatever the others do later", () => {
    const hooks = asking("A", "B");
    hooks.end("B", failed("no\nspace"));
    const failure = launchFailed("hook module B: slavePreLaunchDockerTaskExecutorDecorator failed: no space");
    expect(hooks.ends).toEqual([failure]);
    hooks.end("A", ready(null));
    hooks.end("A", failed("late"));
    expect(hooks.ends).toEqual([failure]);
  });

  it("fail the launch when one is discarded", () => {
    const hooks = asking("A");
    hooks.end("A", DISCARDED);
    expect(hooks.ends).toEqual([
      launchFailed("hook module A: slavePreLaunchDockerTaskExecutorDecorator was discarded"),
    ]);
  });

  it("are all asked even when the first fails at once, and the first in order names the failure", () => {
    const happened: unknown[] = [];
    const failing = (message: string): Hook => ({
      slavePreLaunchDockerTaskExecutorDecorator: (_, complete) => {
        happened.push(message);
        complete(failed(message));
      },
    });
    const { manager } = installed({ A: failing("first"), B: failing("second") });
    manager.slavePreLaunchDockerTaskExecutorDecorator(INPUT, (end) => happened.push(end));
    const failure = launchFailed("hook module A: slavePreLaunchDockerTaskExecutorDecorator failed: first");
    expect(happened).toEqual(["first", "second", failure]);
  });

  it("keep the launch waiting while one does not end, and count its first end only", () => {
    const hooks = asking("A", "B");
    hooks.end("A", ready({ taskEnvironment: { X: "1" } }));
    hooks.end("A", failed("changed its mind"));
    expect(hooks.ends).toEqual([]);
    hooks.end("B", ready(null));
    expect(hooks.ends).toEqual([decorated({ taskEnvironment: { X: "1" }, executorEnvironment: {} })]);
  });

  it("do not hold a launch up where there are none (H8)", () => {
    expect(asking().ends).toEqual([decorated({ taskEnvironment: {}, executorEnvironment: {} })]);
  });
});

describe("the environment of a container that Docker runs", () => {
  const container = { PATH: "/bin", X: "executor's own" };
  const said = { executorEnvironment: { X: "e", Y: "e" }, taskEnvironment: { Y: "t" } };

  it("has the hooks' variables over the executor's own, and the task's apart for Mesos' own executor", () => {
    expect(overlayDockerEnvironment(container, said, "command")).toEqual({
      executorEnvironment: { PATH: "/bin", X: "e", Y: "e" },
      taskEnvironment: { Y: "t" },
    });
  });

  it("is one for a custom executor, in which the task's variables win", () => {
    expect(overlayDockerEnvironment(container, said, "custom")).toEqual({
      executorEnvironment: { PATH: "/bin", X: "e", Y: "t" },
      taskEnvironment: {},
    });
  });
});
