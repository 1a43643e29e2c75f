import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MICROS_PER_SECOND } from "../../../src/base/time.js";
import { AnonymousModules } from "../../../src/kinds/anonymous/anonymous-modules.js";
import { ModuleAuthenticatee } from "../../../src/kinds/authentication/module-authenticatee.js";
import { ModuleAuthenticator } from "../../../src/kinds/authentication/module-authenticator.js";
import { hookOf } from "../../../src/kinds/hook/guest-hook.js";
import { HOOK_METHOD_NAMES } from "../../../src/kinds/hook/hook-methods.js";
import { moduleIsolator } from "../../../src/kinds/isolator/module-isolator.js";
import type { ModuleInstance } from "../../../src/kinds/module-instance.js";
import { ready } from "../../../src/kinds/outcome.js";
import { EstimatorOverCalls } from "../../../src/kinds/oversubscription/estimator-over-calls.js";
import { killCorrection, type QosCorrection } from "../../../src/kinds/oversubscription/qos-controller.js";
import { QoSControllerOverCalls } from "../../../src/kinds/oversubscription/qos-controller-over-calls.js";
import type { ExecutorUsage } from "../../../src/kinds/oversubscription/resource-usage.js";
import { createReferenceTestModule } from "../../../src/kinds/test-module/reference-test-module.js";
import type { TestModule } from "../../../src/kinds/test-module/test-module.js";
import { TestModuleOverCalls } from "../../../src/kinds/test-module/test-module-over-calls.js";
import type { LuaEngine } from "../../../src/runtimes/lua/load-lua.js";
import { exchangeOf, initialized } from "../../kinds/authentication/exchange-fixture.js";
import { VirtualTimer as ExchangeTimer } from "../../kinds/authentication/virtual-timer.js";
import { INPUTS } from "../../kinds/hook/launch-fixtures.js";
import { describeReferenceHook } from "../../kinds/hook/reference-hook-behaviour.js";
import { AgentFixture, CONFIG } from "../../kinds/isolator/agent-fixture.js";
import { endOf, executorUsage, usageOf } from "../../kinds/oversubscription/usage-fixtures.js";
import {
  create,
  LIMITS,
  moduleIn,
  modulesFile,
  type OpenedFixture,
  openFixture,
  type ScriptLanguage,
} from "./opened-fixture.js";

const neverBroken = (message: string) => expect.unreachable(message);

/** A module of each kind, behind its kind's port: the same answers in every language. */
export function describeKinds(language: ScriptLanguage, luaEngine?: LuaEngine): void {
  const host = luaEngine === undefined ? language : `${language} (${luaEngine})`;
  let fixture: OpenedFixture;
  beforeAll(async () => {
    fixture = await openFixture(modulesFile(language, "kinds"), LIMITS, luaEngine);
  });
  afterAll(() => fixture.library.close());

  const make = (name: string, parameters: Readonly<Record<string, string>> = {}): ModuleInstance =>
    create(fixture, `org_example_${name}`, parameters);

  describe(`a file of modules in ${host}`, () => {
    it("exports each under its symbol, with its header", () => {
      const { header } = moduleIn(fixture, "org_example_isolator");
      expect(header).toMatchObject({
        moduleApiVersion: "2",
        mesosVersion: "1.12.0",
        kind: "Isolator",
        authorName: "Module Author",
        authorEmail: "author@example.org",
        description: "A module for tests.",
      });
      expect(moduleIn(fixture, "org_example_hook").header.kind).toBe("Hook");
      expect(fixture.library.module("org_example_hooks")).toEqual({ kind: "ready", value: null });
    });

    it("has identities for its functions: the same when asked again, null for those that are not there", () => {
      const { header } = moduleIn(fixture, "org_example_isolator");
      expect(header).toEqual(moduleIn(fixture, "org_example_isolator").header);
      expect(header.compatible).not.toBeNull();
      const other = moduleIn(fixture, "org_example_hook").header;
      expect(other.compatible).toBeNull();
      expect(other.create).not.toBeNull();
      expect(other.create).not.toBe(header.create);
      // An allocator without create() is one itself.
      expect(moduleIn(fixture, "org_example_plain_allocator").header.create).not.toBeNull();
    });

    it("is asked whether it fits (V8)", () => {
      expect(moduleIn(fixture, "org_example_isolator").isCompatible()).toEqual({ kind: "ready", value: true });
    });
  });

  describeReferenceHook(`the test hook in ${host}`, () => hookOf({ name: "test_hook", ...make("hook") }));

  describe(`a hook in ${host}`, () => {
    it("names its methods as Mesos does", () => {
      expect([...make("hook").methods].sort()).toEqual([...HOOK_METHOD_NAMES].sort());
    });

    it("listens", () => {
      const hook = hookOf({ name: "test_hook", ...make("hook") });
      fixture.printed.length = 0;
      expect(hook.slavePostFetchHook?.(INPUTS.slavePostFetchHook)).toEqual({ kind: "none" });
      hook.slaveRemoveExecutorHook?.(INPUTS.slaveRemoveExecutorHook);
      hook.masterSlaveLostHook?.(INPUTS.masterSlaveLostHook);
      expect(fixture.printed).toEqual(["fetched c1", "removed e1", "lost agent-1"]);
    });
  });

  describe(`an isolator in ${host}`, () => {
    function agentWith(parameters: Readonly<Record<string, string>> = {}) {
      const created = moduleIsolator("org_example_isolator", make("isolator", parameters));
      if (created.kind === "failed") throw new Error(created.message);
      return {
        isolator: created.isolator,
        agent: new AgentFixture(() => [created.isolator], { timer: fixture.timer }),
      };
    }

    it("says once what it supports", () => {
      const { isolator } = agentWith();
      expect([isolator.supportsNesting, isolator.supportsStandalone]).toEqual([true, false]);
    });

    it("shapes the launch of a container, and limits it at its time (I3, I8)", () => {
      const { agent } = agentWith({ seconds: "2.5" });
      const start = fixture.timer.now;
      agent.containerizer.launch("c1", CONFIG);
      expect(agent.launchInfos.get("c1")).toEqual({ environment: { TIME_LIMIT: "2.5" } });
      fixture.timer.runUntil(start + 2_499_999);
      expect(agent.news()).toEqual(["launched c1"]);
      fixture.timer.runUntil(start + 2_500_000);
      expect(agent.news()).toEqual(["terminated c1"]);
      expect(agent.termination).toMatchObject({
        state: "TASK_FAILED",
        reason: "CONTAINER_LIMITATION",
        message: "out of time",
      });
    });

    it("fails a launch by raising, which names its place (I3)", () => {
      const { agent } = agentWith();
      agent.containerizer.launch("c1", { ...CONFIG, command: "forbidden" });
      fixture.timer.runUntil(fixture.timer.now);
      expect(JSON.stringify(agent.terminations)).toMatch(/kinds\.\w+:\d+: .*this command may not run/);
    });

    it("is done with a container that ends early, and tells what it uses (I7, I11)", () => {
      const { agent } = agentWith({ seconds: "2" });
      const usages: unknown[] = [];
      agent.containerizer.launch("c1", CONFIG);
      agent.containerizer.usage("c1", (outcome) => usages.push(outcome));
      expect(usages).toMatchObject([{ kind: "ready", value: { cpus: 0.5 } }]);
      agent.containerizer.exited("c1", 0);
      fixture.timer.runUntil(fixture.timer.now + 5 * MICROS_PER_SECOND);
      expect(agent.terminations).toHaveLength(1);
      expect(agent.termination).toMatchObject({ exitStatus: 0 });
    });
  });

  describe(`authentication in ${host}`, () => {
    /** Both sides are modules of the script, whose timers run in the fixture's own time. */
    function exchangeWith(secret: string) {
      const timer = new ExchangeTimer();
      const authenticator = initialized(new ModuleAuthenticator(make("authenticator").call));
      const authenticatee = new ModuleAuthenticatee(make("authenticatee").call);
      const { exchange, heard } = exchangeOf({ timer, authenticator, authenticatee, secret });
      exchange.start("agent-1");
      timer.settle();
      const before = [...heard];
      fixture.timer.runUntil(fixture.timer.now + MICROS_PER_SECOND);
      timer.settle();
      return { before, heard };
    }

    it("accepts the right password, when it knows (U1)", () => {
      const { before, heard } = exchangeWith("sesame");
      expect(before).toEqual([]);
      expect(heard).toEqual(["0s agent-1 is ann"]);
    });

    it("refuses a wrong one (U2)", () => {
      expect(exchangeWith("tahini").heard).toEqual(["0s agent-1 refused"]);
    });

    it("warns when there are no credentials, and takes none twice (U7)", () => {
      const authenticator = new ModuleAuthenticator(make("authenticator").call);
      expect(authenticator.initialize(null)).toEqual({ kind: "initialized", warnings: ["everybody is refused"] });
      expect(authenticator.initialize([])).toMatchObject({
        kind: "failed",
        message: expect.stringMatching(/kinds\.\w+:\d+: .*initialized already$/),
      });
    });
  });

  describe(`oversubscription in ${host}`, () => {
    it("is estimated: a fixed amount, less what is in use of it (E5)", () => {
      const estimator = new EstimatorOverCalls(make("estimator", { cpus: "4" }).call, neverBroken);
      estimator.initialize(usageOf(executorUsage("e1", "cpus{REV}:1;mem:64"), executorUsage("e2", "cpus:2")));
      expect(endOf<string>((complete) => estimator.oversubscribable(complete))).toEqual(ready("cpus{REV}:3"));
      const full = new EstimatorOverCalls(make("estimator", { cpus: "1" }).call, neverBroken);
      full.initialize(usageOf(executorUsage("e1", "cpus{REV}:1")));
      expect(endOf<string>((complete) => full.oversubscribable(complete))).toEqual(ready(""));
    });

    it("is not estimated without the parameter: create gives none (M31)", () => {
      expect(moduleIn(fixture, "org_example_estimator").create([])).toEqual({ kind: "ready", value: null });
    });

    it("is corrected when the load is above the threshold: all revocable work ends (Q3)", () => {
      const correct = (threshold: string) => {
        const controller = new QoSControllerOverCalls(make("controller", { threshold }).call, neverBroken);
        controller.initialize(usageOf(busy("e1", "cpus{REV}:2", 2), busy("e2", "cpus:1", 1.5)));
        return endOf<readonly QosCorrection[]>((complete) => controller.corrections(complete));
      };
      expect(correct("3.4")).toEqual(ready([killCorrection("batch", "e1")]));
      expect(correct("3.5")).toEqual(ready([]));
    });

    function busy(id: string, allocated: string, cpus: number): ExecutorUsage {
      return { ...executorUsage(id, allocated), statistics: { cpus } };
    }
  });

  describe(`the TestModule in ${host} (M30)`, () => {
    const answersOf = (module: TestModule) => [
      module.foo("A", 1024),
      module.bar(0.5, 10.8),
      module.bar(-0.5, 10.8),
      module.bar(0.7, 10),
      module.baz(5, 10),
      module.parameters(),
    ];

    it.each([
      ["no parameters", []],
      ["the operation sum", [{ key: "operation", value: "sum" }]],
      ["an operation that changes its mind", ["X", "sum"].map((value) => ({ key: "operation", value }))],
      ["an unknown key, twice, and an empty one", ["foo", "foo", ""].map((key) => ({ key, value: "ü" }))],
    ])("answers with %s as the reference does (M28)", (_, parameters) => {
      const reference = createReferenceTestModule(parameters);
      if (reference.kind === "failed") throw new Error(reference.message);
      const reply = moduleIn(fixture, "org_example_test_module").create(parameters);
      if (!("kind" in reply) || reply.kind === "failed" || reply.value === null) throw new Error("it was not created");
      expect(answersOf(new TestModuleOverCalls(reply.value.call))).toEqual(answersOf(reference.instance));
    });

    it.each(["", "X"])("is refused for the operation %j (M30)", (value) => {
      const reply = moduleIn(fixture, "org_example_test_module").create([{ key: "operation", value }]);
      expect(reply).toEqual({ kind: "ready", value: null });
    });
  });

  describe(`an anonymous module in ${host}`, () => {
    it("has no methods and lives by the clock (A1, A5)", async () => {
      fixture.printed.length = 0;
      const instances: ModuleInstance[] = [];
      const modules = new AnonymousModules({
        names: ["org_example_anonymous"],
        create: () => {
          const instance = make("anonymous");
          instances.push(instance);
          return { kind: "created", instance };
        },
      });
      const second = Math.ceil(fixture.timer.now / MICROS_PER_SECOND);
      fixture.timer.runUntil(second * MICROS_PER_SECOND);
      expect(await modules.start()).toEqual({ kind: "started" });
      expect(instances[0]?.methods).toEqual([]);
      fixture.timer.runUntil((second + 10) * MICROS_PER_SECOND);
      expect(fixture.printed[0]).toBe(`tick at ${second + 1}`);
      expect(fixture.timer.size).toBe(0);
    });
  });
}
