import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { AllocatorFailure } from "../../../src/allocator/failure.js";
import type { ModuleInstance } from "../../../src/kinds/module-instance.js";
import { DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import type { GuestLimits } from "../../../src/runtimes/guest.js";
import type { LuaEngine } from "../../../src/runtimes/lua/load-lua.js";
import {
  create,
  LIMITS,
  moduleIn,
  modulesFile,
  type OpenedFixture,
  openFixture,
  outcomeOf,
  type ScriptLanguage,
} from "./opened-fixture.js";

const SHORT: GuestLimits = { ...LIMITS, callMs: 1_500 };
const SMALL: GuestLimits = { ...LIMITS, callMs: 120_000, memoryBytes: 24 * 1024 * 1024 };

/** What the border owes any module, and how it holds against those that break. */
export function describeBreaking(language: ScriptLanguage, luaEngine?: LuaEngine): void {
  const host = luaEngine === undefined ? language : `${language} (${luaEngine})`;
  const path = modulesFile(language, "breaking");
  let fixture: OpenedFixture;
  beforeAll(async () => {
    fixture = await openFixture(path, LIMITS, luaEngine);
  });
  afterAll(() => fixture.library.close());

  const capable = () => create(fixture, "capable", { a: "1" });
  const pass = (micros: number) => fixture.timer.runUntil(fixture.timer.now + micros);

  /** A library of its own: a limit that is passed ends the virtual machine. */
  async function another(limits: GuestLimits): Promise<OpenedFixture> {
    const opened = await openFixture(path, limits, luaEngine);
    onTestFinished(() => opened.library.close());
    return opened;
  }

  describe(`the header of a module in ${host}`, () => {
    it("has nothing where there is no text (V1)", () => {
      expect(moduleIn(fixture, "headless").header).toMatchObject({
        moduleApiVersion: null,
        mesosVersion: null,
        kind: "Isolator",
        authorName: null,
        compatible: null,
        create: expect.anything(),
      });
      expect(moduleIn(fixture, "uncreated").header.create).toBeNull();
    });

    it.each(["not_a_module", "nothing", "create_capable", "toString", "__name__"])(
      "is not looked for in what is no module: %s",
      (name) => {
        expect(fixture.library.module(name)).toEqual({ kind: "ready", value: null });
      },
    );

    it("may be of a module that does not fit (V8), or does not say", () => {
      expect(moduleIn(fixture, "incompatible").isCompatible()).toEqual({ kind: "ready", value: false });
      expect(moduleIn(fixture, "undecided").isCompatible()).toEqual({
        kind: "failed",
        failure: "loadFailed",
        message: expect.stringContaining("compatible is to answer with true or false"),
      });
    });
  });

  describe(`creating a module in ${host}`, () => {
    it("may give nothing", () => {
      expect(moduleIn(fixture, "barren").create([])).toEqual({ kind: "ready", value: null });
    });

    it("may raise, and tells where", () => {
      expect(moduleIn(fixture, "refusing").create([])).toEqual({
        kind: "failed",
        failure: "loadFailed",
        message: expect.stringMatching(new RegExp(`^${path}:\\d+: .*no room$`)),
      });
    });

    it("may not give something else", () => {
      expect(moduleIn(fixture, "number_maker").create([])).toMatchObject({ kind: "failed", failure: "loadFailed" });
    });

    it("may take too long", async () => {
      const opened = await another(SHORT);
      expect(moduleIn(opened, "endless").create([])).toEqual({
        kind: "failed",
        failure: "timedOut",
        message: expect.stringMatching(new RegExp(`^${path}:\\d+: no answer within ${SHORT.callMs} ms$`)),
      });
    });

    it("makes a new instance at every call (M32), with the parameters as they are (M28)", () => {
      const parameters = ["1", "2"].map((value) => ({ key: "a", value }));
      const both = [parameters, []].map((list) => {
        const reply = moduleIn(fixture, "capable").create(list);
        if (!("kind" in reply) || reply.kind === "failed" || reply.value === null)
          throw new Error("it was not created");
        return reply.value;
      });
      expect(both.map((instance) => outcomeOf(instance, "parameters")())).toEqual([ready(parameters), ready([])]);
    });
  });

  describe(`a call of a module in ${host}`, () => {
    it("is for the functions that it has, and not for its own", () => {
      expect([...capable().methods].sort()).toEqual([
        "changeMind",
        "discardNow",
        "echo",
        "failLater",
        "hog",
        "hold",
        "later",
        "loop",
        "notANumber",
        "nothing",
        "now",
        "odd",
        "parameters",
        "past",
        "raiseLater",
        "raiseNow",
        "release",
        "releaseAndRaise",
      ]);
      expect(outcomeOf(capable(), "cleanup")()).toEqual(ready(null));
      expect(outcomeOf(capable(), "_own")()).toEqual(ready(null));
    });

    it("may have no input and no answer", () => {
      expect(outcomeOf(capable(), "echo", null)()).toEqual(ready(null));
      expect(outcomeOf(capable(), "nothing")()).toEqual(ready(null));
    });

    it("carries plain data there and back unchanged", () => {
      const instance = capable();
      const data = {
        list: [],
        record: {},
        lists: [[], [{}]],
        numbers: [0.1, -3, 2 ** 53 - 1, 1e300],
        text: 'ü\n"\u{1f600}',
      };
      expect(outcomeOf(instance, "echo", data)()).toEqual(ready(data));
      const value = fc.jsonValue().filter((json) => !JSON.stringify(json).includes("null"));
      fc.assert(
        fc.property(value, (json) => {
          const crossed = JSON.parse(JSON.stringify({ json }));
          expect(outcomeOf(instance, "echo", crossed)()).toEqual(ready(crossed));
        }),
        { numRuns: 60 },
      );
    });

    it.each([
      ["odd", "function"],
      ["notANumber", "nan"],
    ])("fails when its answer is no plain data: %s", (method, what) => {
      expect(outcomeOf(capable(), method)()).toMatchObject({
        kind: "failed",
        message: expect.stringMatching(new RegExp(what, "i")),
      });
    });

    it("fails when it raises, and tells where", () => {
      const lines = readFileSync(path, "utf8").split("\n");
      const line = lines.findLastIndex((text) => text.includes("out of ideas")) + 1;
      const outcome = outcomeOf(capable(), "raiseNow")();
      expect(outcome).toMatchObject({ kind: "failed" });
      expect((outcome as { message: string }).message).toMatch(new RegExp(`^${path}:${line}: (\\w+: )?out of ideas$`));
    });

    it("may ask for no time in the past", () => {
      expect(outcomeOf(capable(), "past")()).toMatchObject({
        kind: "failed",
        message: expect.stringMatching(/breaking\.\w+:\d+: .*after: -1.* is no number of seconds$/),
      });
    });

    it("knows the virtual time", () => {
      pass(1_500_000);
      expect(outcomeOf(capable(), "now")()).toEqual(ready(fixture.timer.now / 1e6));
    });

    it("is answered later, at its virtual time", () => {
      const start = fixture.timer.now;
      const long = outcomeOf(capable(), "later", { seconds: 2.5 });
      const short = outcomeOf(capable(), "later", { seconds: 0.25 });
      pass(249_999);
      expect([long(), short()]).toEqual([undefined, undefined]);
      pass(1);
      expect([long(), short()]).toEqual([undefined, ready(`at ${Math.floor(start / 1000) + 250} ms`)]);
      pass(2_250_000);
      expect(long()).toEqual(ready(`at ${Math.floor(start / 1000) + 2500} ms`));
    });

    it("may fail later, and be discarded", () => {
      const failing = outcomeOf(capable(), "failLater");
      expect(outcomeOf(capable(), "discardNow")()).toEqual(DISCARDED);
      pass(1_000_000);
      expect(failing()).toEqual(failed("the disk is gone"));
    });

    it("ends once, with the answer as it was then", () => {
      expect(outcomeOf(capable(), "changeMind")()).toEqual(ready(["first"]));
    });

    it("may end others: after it, at the same virtual time", () => {
      const instance = capable();
      const held = [outcomeOf(instance, "hold"), outcomeOf(instance, "hold")];
      expect(outcomeOf(instance, "release")()).toEqual(ready("done"));
      expect(held.map((outcome) => outcome())).toEqual([undefined, undefined]);
      pass(0);
      expect(held.map((outcome) => outcome())).toEqual([ready("released"), ready("released")]);
      expect(outcomeOf(instance, "hold")()).toEqual(ready("released"));
    });

    it("has done what it did before it raised", () => {
      const instance = capable();
      const held = outcomeOf(instance, "hold");
      expect(outcomeOf(instance, "releaseAndRaise")()).toMatchObject({ kind: "failed" });
      pass(0);
      expect(held()).toEqual(ready("released"));
    });

    it("is the last one when its instance is closed: no timer runs, no answer comes", () => {
      const instance = capable();
      const later = outcomeOf(instance, "later", { seconds: 1 });
      const before = fixture.timer.size;
      instance.close();
      expect(fixture.timer.size).toBe(before - 1);
      pass(2_000_000);
      expect(later()).toBeUndefined();
    });
  });

  describe(`code of a module in ${host} that breaks`, () => {
    function failureOf(run: () => unknown): AllocatorFailure {
      try {
        run();
      } catch (error) {
        expect(error).toBeInstanceOf(AllocatorFailure);
        return error as AllocatorFailure;
      }
      throw new Error("the module should have failed");
    }

    const calling = (instance: ModuleInstance, method: string) => () => outcomeOf(instance, method)();

    it("is its row's failure when nobody called it: a timer that raises", () => {
      outcomeOf(capable(), "raiseLater");
      const failure = failureOf(() => pass(1_000_000));
      expect(failure.kind).toBe("threw");
      expect(failure.message).toMatch(new RegExp(`^${path}:\\d+: .*too late$`));
    });

    it("is stopped when a call takes too long, and every call after it", async () => {
      const opened = await another(SHORT);
      const instance = create(opened, "capable");
      const failure = failureOf(calling(instance, "loop"));
      expect(failure.kind).toBe("timedOut");
      expect(failure.message).toMatch(new RegExp(`^${path}:\\d+: no answer within ${SHORT.callMs} ms$`));
      expect(failureOf(calling(instance, "nothing")).kind).toBe("timedOut");
      // The limits of one library are not those of another.
      expect(outcomeOf(capable(), "nothing")()).toEqual(ready(null));
    });

    it("runs out of memory when it may have little", async () => {
      const opened = await another(SMALL);
      expect(failureOf(calling(create(opened, "capable"), "hog")).kind).toBe("outOfMemory");
      // What the process holds as a whole may have been counted against it.
      if (luaEngine !== "fengari") expect(outcomeOf(capable(), "hog")()).toEqual(ready(null));
    });
  });
}
