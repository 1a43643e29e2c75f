import { beforeAll, describe, expect, it } from "vitest";
import { ModuleAuthenticatee } from "../../../src/kinds/authentication/module-authenticatee.js";
import { ModuleAuthenticator } from "../../../src/kinds/authentication/module-authenticator.js";
import { hookOf } from "../../../src/kinds/hook/guest-hook.js";
import { HOOK_METHOD_NAMES } from "../../../src/kinds/hook/hook-methods.js";
import { ready } from "../../../src/kinds/outcome.js";
import { EstimatorOverCalls } from "../../../src/kinds/oversubscription/estimator-over-calls.js";
import { killCorrection, type QosCorrection } from "../../../src/kinds/oversubscription/qos-controller.js";
import { QoSControllerOverCalls } from "../../../src/kinds/oversubscription/qos-controller-over-calls.js";
import type { ExecutorUsage } from "../../../src/kinds/oversubscription/resource-usage.js";
import { exchangeOf, initialized } from "../../kinds/authentication/exchange-fixture.js";
import { VirtualTimer } from "../../kinds/authentication/virtual-timer.js";
import { INPUTS } from "../../kinds/hook/launch-fixtures.js";
import { describeReferenceHook } from "../../kinds/hook/reference-hook-behaviour.js";
import { endOf, executorUsage, usageOf } from "../../kinds/oversubscription/usage-fixtures.js";
import { endsOf, fixtureSource, HAS_COMPILERS, LANGUAGES, LibraryFolder, OpenedLibrary } from "./native-libraries.js";

const neverBroken = (message: string) => expect.unreachable(message);

describe.skipIf(!HAS_COMPILERS)("modules of each kind (needs gcc and g++)", () => {
  const folder = new LibraryFolder();

  describe.each(LANGUAGES)("in $language", ({ extension }) => {
    const sources = ["hook", "authentication", "oversubscription", "anonymous"].map((name) =>
      fixtureSource(`${name}.${extension}`),
    );
    folder.compileFirst(...sources);
    const open = (name: string) => new OpenedLibrary(folder.libraryOf(fixtureSource(`${name}.${extension}`)));

    describeReferenceHookOf(() => open("hook"));

    describe("a library with several modules of one kind", () => {
      it("exports each under its symbol, with its own header", async () => {
        const library = open("hook");
        expect((await library.module("org_example_hook")).header).toEqual({
          moduleApiVersion: "2",
          mesosVersion: "1.12.0",
          kind: "Hook",
          authorName: "Module Author",
          authorEmail: "author@example.org",
          description: "A module for tests.",
          compatible: null,
          create: expect.any(BigInt),
        });
        const other = (await library.module("org_example_silent_hook")).header;
        expect(other.description).toBe("Another one.");
      });

      it("makes of each what it is", async () => {
        const library = open("hook");
        const [hook, silent] = [
          await library.create("org_example_hook"),
          await library.create("org_example_silent_hook"),
        ];
        const decorated = (instance: typeof hook) =>
          endsOf(instance, "slaveAttributesDecorator", INPUTS.slaveAttributesDecorator);
        expect(decorated(hook)).toEqual([ready("rack:rack1")]);
        expect(decorated(silent)).toEqual([ready(null)]);
      });
    });

    describe("a hook", () => {
      it("names its methods as Mesos does", async () => {
        const { methods } = await open("hook").create("org_example_hook");
        expect([...methods].sort()).toEqual([...HOOK_METHOD_NAMES].sort());
      });

      it("without an opinion changes nothing (H5)", async () => {
        const hook = hookOf({ name: "silent", ...(await open("hook").create("org_example_silent_hook")) });
        expect(hook.slaveResourcesDecorator?.(INPUTS.slaveResourcesDecorator) ?? { kind: "none" }).toEqual({
          kind: "none",
        });
      });

      it("listens", async () => {
        const library = open("hook");
        const hook = hookOf({ name: "test_hook", ...(await library.create("org_example_hook")) });
        expect(hook.slavePostFetchHook?.(INPUTS.slavePostFetchHook)).toEqual({ kind: "none" });
        hook.slaveRemoveExecutorHook?.(INPUTS.slaveRemoveExecutorHook);
        hook.masterSlaveLostHook?.(INPUTS.masterSlaveLostHook);
        expect(library.printed).toEqual(["fetched c1", "removed e1", "lost agent-1"]);
      });
    });

    describe("an authenticator and an authenticatee", () => {
      /** Their timers run in the library's own time. */
      async function exchangeWith(secret: string | null) {
        const library = open("authentication");
        const timer = new VirtualTimer();
        const authenticator = initialized(
          new ModuleAuthenticator((await library.create("org_example_authenticator")).call),
        );
        const authenticatee = new ModuleAuthenticatee((await library.create("org_example_authenticatee")).call);
        const { exchange, heard, said } = exchangeOf({ timer, authenticator, authenticatee, secret });
        exchange.start("agent-1");
        timer.settle();
        const before = [...heard];
        library.timer.runUntil(499_999);
        expect(heard).toEqual(before);
        library.timer.runUntil(500_000);
        timer.settle();
        return { before, heard, said };
      }

      it("accept the right password, when the master knows (U1)", async () => {
        const { before, heard, said } = await exchangeWith("sesame");
        expect(before).toEqual([]);
        expect(heard).toEqual(["0s agent-1 is ann"]);
        expect(said).toEqual([
          "client of agent-1: authenticate",
          "master of agent-1: mechanisms",
          "client of agent-1: start",
          "master of agent-1: completed",
        ]);
      });

      it("refuse a wrong one (U2)", async () => {
        expect((await exchangeWith("tahini")).heard).toEqual(["0s agent-1 refused"]);
      });

      it("say nothing at all without one (U3)", async () => {
        const { before, said } = await exchangeWith(null);
        expect(before).toEqual(["0s agent-1 refused"]);
        expect(said).toEqual([]);
      });

      it("warn when there are no credentials, and take none twice (U7)", async () => {
        const library = open("authentication");
        const authenticator = new ModuleAuthenticator((await library.create("org_example_authenticator")).call);
        expect(authenticator.initialize(null)).toEqual({ kind: "initialized", warnings: ["everybody is refused"] });
        expect(authenticator.initialize([])).toEqual({ kind: "failed", message: "initialized already" });
      });

      it("are two instances when they are made twice (M32)", async () => {
        const library = open("authentication");
        for (let n = 0; n < 2; n++) {
          const { call } = await library.create("org_example_authenticator");
          expect(new ModuleAuthenticator(call).initialize([])).toEqual({ kind: "initialized", warnings: [] });
        }
      });
    });

    describe("an estimator", () => {
      it("lends a fixed amount, less what is in use of it (E5)", async () => {
        const { call } = await open("oversubscription").create("org_example_estimator", { cpus: "4" });
        const estimator = new EstimatorOverCalls(call, neverBroken);
        estimator.initialize(usageOf(executorUsage("e1", "cpus{REV}:1;mem:64"), executorUsage("e2", "cpus:2")));
        expect(endOf<string>((complete) => estimator.oversubscribable(complete))).toEqual(ready("cpus{REV}:3"));
      });

      it("lends nothing when all of it is in use: a text may be empty", async () => {
        const { call } = await open("oversubscription").create("org_example_estimator", { cpus: "1" });
        const estimator = new EstimatorOverCalls(call, neverBroken);
        estimator.initialize(usageOf(executorUsage("e1", "cpus{REV}:1")));
        expect(endOf<string>((complete) => estimator.oversubscribable(complete))).toEqual(ready(""));
      });

      it("is not made without its parameter: create() returns null (M31)", async () => {
        expect(await open("oversubscription").reply("org_example_estimator")).toEqual({ kind: "ready", value: null });
      });
    });

    describe("a QoS controller", () => {
      it.each([
        ["3.4", [killCorrection("batch", "e1")]],
        ["3.5", []],
      ])("ends revocable work when the load is above %s (Q3)", async (threshold, corrections) => {
        const { call } = await open("oversubscription").create("org_example_controller", { threshold });
        const controller = new QoSControllerOverCalls(call, neverBroken);
        controller.initialize(usageOf(busy("e1", "cpus{REV}:2", 2), busy("e2", "cpus:1", 1.5)));
        const end = endOf<readonly QosCorrection[]>((complete) => controller.corrections(complete));
        expect(end).toEqual(ready(corrections));
      });

      function busy(id: string, allocated: string, cpus: number): ExecutorUsage {
        return { ...executorUsage(id, allocated), statistics: { cpus } };
      }
    });

    describe("an anonymous module", () => {
      it("is never called: what it does it does when it is made (A3, A5)", async () => {
        const instance = await open("anonymous").create("org_example_anonymous", { value: "42" });
        expect(instance.methods).toEqual([]);
        expect(process.env.WORKBENCH_ANONYMOUS).toBe("42");
        instance.close();
        expect(process.env.WORKBENCH_ANONYMOUS).toBeUndefined();
      });
    });
  });

  /** What `describeReferenceHook` wants at once is there before its tests. */
  function describeReferenceHookOf(open: () => OpenedLibrary): void {
    let hook: ReturnType<typeof hookOf> | undefined;
    describe("the test hook", () => {
      beforeAll(async () => {
        hook = hookOf({ name: "test_hook", ...(await open().create("org_example_hook")) });
      });
      describeReferenceHook("of Mesos", () => hook as ReturnType<typeof hookOf>);
    });
  }

  it("fails what throws in C++, in one line, and calls it again (H5)", async () => {
    const library = new OpenedLibrary(folder.libraryOf(fixtureSource("hook.cpp")));
    const hook = await library.create("org_example_throwing_hook");
    for (let n = 0; n < 2; n++) {
      expect(endsOf(hook, "slaveResourcesDecorator", INPUTS.slaveResourcesDecorator)).toEqual([
        { kind: "failed", message: "no idea" },
      ]);
    }
    expect(endsOf(hook, "slaveAttributesDecorator", INPUTS.slaveAttributesDecorator)).toEqual([
      { kind: "failed", message: "it threw something that is no std::exception" },
    ]);
  });
});
