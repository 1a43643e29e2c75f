import { describe, expect, test } from "vitest";
import { taskEndOf } from "../../../src/kinds/isolator/task-end.js";
import { DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { CONFIG, scriptedAgent } from "./agent-fixture.js";

describe("I8: a watch that ends", () => {
  test("destroys the container with state, reason, message and resources of its limitation", () => {
    const { agent, isolators } = scriptedAgent([{ watch: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.news();
    isolators[0]?.answer(
      "watch",
      ready({ resources: "mem:600", message: "too much", reason: "CONTAINER_LIMITATION_MEMORY" }),
    );
    expect(agent.news()).toEqual(["a.cleanup c1", "terminated c1"]);
    expect(agent.termination).toEqual({
      state: "TASK_FAILED",
      reason: "CONTAINER_LIMITATION_MEMORY",
      message: "too much",
      limitedResources: "mem:600",
      exitStatus: null,
    });
  });

  test("counts when it is the first one; later ones are ignored", () => {
    const { agent, isolators } = scriptedAgent([{ watch: "hold" }, { watch: "hold", cleanup: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    isolators[1]?.answer("watch", ready({ message: "first" }));
    isolators[0]?.answer("watch", ready({ message: "second" }));
    isolators[1]?.answer("cleanup", ready(null));
    expect(agent.terminations.map(({ termination }) => termination.message)).toEqual(["first"]);
  });

  test("is ignored when the container is being destroyed: isolators may discard it then", () => {
    const { agent, isolators } = scriptedAgent([{ watch: "hold", cleanup: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.destroy("c1");
    isolators[0]?.answer("watch", DISCARDED);
    isolators[0]?.answer("cleanup", ready(null));
    expect(agent.warnings).toEqual([]);
    expect(agent.terminations).toHaveLength(1);
  });

  test("is ignored when the container is gone", () => {
    const { agent, isolators } = scriptedAgent([{ watch: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.destroy("c1");
    agent.containerizer.launch("c1", CONFIG);
    isolators[0]?.answer("watch", ready({ message: "of the container before" }));
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
    isolators[0]?.answer("watch", ready({ message: "of this one" }));
    expect(agent.terminations.map(({ termination }) => termination.message)).toEqual([null, "of this one"]);
  });

  test.each([[failed("lost the kernel")], [DISCARDED]])(
    "as %j destroys the container too, and says nothing of why",
    (outcome) => {
      const { agent } = scriptedAgent([{ watch: outcome }]);
      agent.containerizer.launch("c1", CONFIG);
      expect(agent.containerizer.containers).toEqual([]);
      expect(agent.termination).toEqual({
        state: null,
        reason: null,
        message: null,
        limitedResources: null,
        exitStatus: null,
      });
      expect(agent.warnings).toHaveLength(1);
    },
  );
});

describe("I9: the status update of a task whose container was limited", () => {
  const limited = { state: "TASK_FAILED", message: "m", limitedResources: "mem:600", exitStatus: null };

  test.each(["CONTAINER_LIMITATION_MEMORY", "CONTAINER_LIMITATION_DISK", "CONTAINER_LIMITATION"])(
    "carries the resources when the reason is %s",
    (reason) => {
      expect(taskEndOf({ ...limited, reason })).toEqual({
        state: "TASK_FAILED",
        reason,
        message: "m",
        limitedResources: "mem:600",
      });
    },
  );

  test.each(["CONTAINER_PREEMPTED", null])("carries none when the reason is %s", (reason) => {
    expect(taskEndOf({ ...limited, reason }).limitedResources).toBeNull();
  });
});
