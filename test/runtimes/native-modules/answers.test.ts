import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Isolator } from "../../../src/kinds/isolator/isolator.js";
import { moduleIsolator } from "../../../src/kinds/isolator/module-isolator.js";
import type { ModuleInstance } from "../../../src/kinds/module-instance.js";
import { DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { AgentFixture, CONFIG } from "../../kinds/isolator/agent-fixture.js";
import { endsOf, fixtureSource, HAS_COMPILERS, LibraryFolder, OpenedLibrary } from "./native-libraries.js";

describe.skipIf(!HAS_COMPILERS)("the answers of a native module (needs gcc and g++)", () => {
  const folder = new LibraryFolder();
  folder.compileFirst(fixtureSource("isolator.c"), fixtureSource("isolator.cpp"));

  describe("in C", () => {
    let library: OpenedLibrary;
    let instance: ModuleInstance;
    beforeAll(async () => {
      library = new OpenedLibrary(folder.libraryOf(fixtureSource("isolator.c")));
      instance = await library.create("org_example_isolator");
    });

    it("come at once, from methods that have no input", () => {
      expect(endsOf(instance, "supportsNesting", null)).toEqual([ready(true)]);
    });

    it("are nothing where the structure has no function", () => {
      expect(instance.methods).not.toContain("supportsStandalone");
      expect(endsOf(instance, "supportsStandalone", null)).toEqual([ready(null)]);
      expect(endsOf(instance, "noSuchMethod")).toEqual([ready(null)]);
    });

    it("come at a later virtual time, and know it", () => {
      const start = library.timer.now;
      const ends = endsOf(instance, "usage", { container: "c1" });
      library.timer.runUntil(start + 1_499_999);
      expect(ends).toEqual([]);
      library.timer.runUntil(start + 1_500_000);
      expect(ends).toEqual([ready({ timestamp: start + 1_500_000 })]);
      expect(library.timer.size).toBe(0);
    });

    it("of an earlier call come after the call that gives them, at the same virtual time", () => {
      const heard: string[] = [];
      instance.call("watch", { container: "c1" }, ({ kind }) => heard.push(`watch ${kind}`));
      instance.call("cleanup", { container: "c1" }, ({ kind }) => heard.push(`cleanup ${kind}`));
      heard.push("the caller goes on");
      library.timer.runUntil(library.timer.now);
      expect(heard).toEqual(["cleanup ready", "the caller goes on", "watch ready"]);
    });

    it("are failures in one line, with a message or without, and discards", () => {
      const answerFor = (container: string) => endsOf(instance, "prepare", { container });
      expect(answerFor("unlucky")).toEqual([failed("the disk is gone")]);
      expect(answerFor("mute")).toEqual([failed("it gave no reason")]);
      expect(answerFor("other")).toEqual([DISCARDED]);
    });

    it("count once, and nowhere for a token that nobody has", () => {
      expect(endsOf(instance, "recover", { states: [], orphans: [] })).toEqual([ready(null)]);
      expect(library.timer.size).toBe(0);
    });

    it("may be laid out by hand, without types", () => {
      expect(endsOf(instance, "isolate", { pid: 0 })).toEqual([ready({ list: ["a", "b"], text: "0" })]);
    });

    it.each([
      [1, "it is no Fields of this workbench (size 8, 4 fields)"],
      [2, 'list is a list of "3", and 2 items are there'],
      [3, 'the path "list..0" has an empty name in it'],
      [4, "list lacks item 1"],
      [5, 'text has the unknown type "?"'],
      [6, 'text is "many", which is no number'],
      [7, "list has a value, and something is below it"],
      [8, "a path is a null pointer"],
      [9, "it is no Fields of this workbench (size 40, 18446744073709551615 fields)"],
    ])("that are laid out wrongly are failed calls (%i)", (pid, defect) => {
      expect(endsOf(instance, "isolate", { pid })).toEqual([failed(`its answer is wrong: ${defect}`)]);
    });

    it("hold what they are given: any JSON crosses both ways", () => {
      const json = fc.jsonValue().map((value) => ({ value: withoutNulls(value), last: true }));
      fc.assert(
        fc.property(json, (data) => {
          expect(endsOf(instance, "status", data)).toEqual([ready(withoutNulls(data))]);
        }),
      );
    });

    it("are not waited for when the input cannot cross", () => {
      const message = "it cannot be told: a text at container holds a NUL character";
      expect(endsOf(instance, "status", { container: "a\0b" })).toEqual([failed(message)]);
    });

    it("are not heard of after the instance is closed", async () => {
      const closed = await library.create("org_example_isolator");
      const ends = endsOf(closed, "usage", { container: "c1" });
      closed.close();
      expect(library.timer.size).toBe(0);
      library.timer.runUntil(library.timer.now + 2_000_000);
      expect(ends).toEqual([]);
    });
  });

  describe("in C++", () => {
    async function isolator(seconds = "2.5"): Promise<{ library: OpenedLibrary; isolator: Isolator }> {
      const library = new OpenedLibrary(folder.libraryOf(fixtureSource("isolator.cpp")));
      const created = moduleIsolator("time", await library.create("org_example_isolator", { seconds }));
      if (created.kind === "failed") throw new Error(created.message);
      return { library, isolator: created.isolator };
    }

    it("are what the class returns, with the class' defaults", async () => {
      const { isolator: made } = await isolator();
      expect([made.supportsNesting, made.supportsStandalone]).toEqual([true, false]);
      const ends: unknown[] = [];
      made.usage({ container: "c1" }, (outcome) => ends.push(outcome));
      made.status({ container: "c1" }, (outcome) => ends.push(outcome));
      made.isolate({ container: "c1", pid: 7 }, (outcome) => ends.push(outcome));
      expect(ends).toEqual([ready({ cpus: 0.1, memMiB: 1e21 }), ready({ address: "c1" }), ready(null)]);
    });

    it("shape a launch, and limit it at its time (I3, I8)", async () => {
      const { library, isolator: made } = await isolator();
      const agent = new AgentFixture(() => [made], { timer: library.timer });
      agent.containerizer.launch("c1", CONFIG);
      expect(agent.launchInfos.get("c1")).toEqual({
        environment: { TASK: "t1", "A.B": "\\" },
        rlimits: { RLIMIT_NOFILE: 64 },
        mounts: [{ target: "/data", source: "/mnt" }],
        supplementaryGroups: [7, 8],
        preExecCommands: [],
      });
      library.timer.runUntil(2_499_999);
      expect(agent.news()).toEqual(["launched c1"]);
      library.timer.runUntil(2_500_000);
      expect(agent.news()).toEqual(["terminated c1"]);
      const message = "out of time at 2";
      expect(agent.termination).toMatchObject({ state: "TASK_FAILED", reason: "CONTAINER_LIMITATION", message });
    });

    it("fail a launch (I3), and end a watch without a limitation (I8)", async () => {
      const { library, isolator: made } = await isolator();
      const agent = new AgentFixture(() => [made], { timer: library.timer });
      agent.containerizer.launch("c1", { ...CONFIG, command: "forbidden" });
      agent.containerizer.launch("c2", CONFIG);
      library.timer.runUntil(0);
      expect(JSON.stringify(agent.terminations)).toContain("this command may not run");
      agent.containerizer.update("c2", "mem:1", {}, () => undefined);
      library.timer.runUntil(0);
      expect(agent.news()).toContain("terminated c2");
    });

    it("read lists, limits without bound and what throws (I2)", async () => {
      const { library, isolator: made } = await isolator();
      const state = (container: string, mem: number | "infinity") => {
        return { container, pid: 17, config: { ...CONFIG, limits: { mem } } };
      };
      const ends: unknown[] = [];
      const states = [state("c1", 1), state("c2", "infinity")];
      made.recover({ states, orphans: [] }, (outcome) => ends.push(outcome));
      made.recover({ states: [], orphans: ["c3"] }, (outcome) => ends.push(outcome));
      expect(library.printed).toEqual(["c1 with pid 17", "c2 with pid 17 without bound"]);
      expect(ends).toEqual([ready(null), failed("there is an orphan")]);
    });

    it("are none when create() throws: it refuses (M31)", async () => {
      const library = new OpenedLibrary(folder.libraryOf(fixtureSource("isolator.cpp")));
      expect(await library.reply("org_example_isolator")).toEqual({ kind: "ready", value: null });
    });

    it("begin with the header: its version, and compatible() (V8)", async () => {
      const library = new OpenedLibrary(folder.libraryOf(fixtureSource("isolator.cpp")));
      const module = await library.module("org_example_isolator");
      expect(module.header).toMatchObject({ mesosVersion: "1.11.0", compatible: expect.any(BigInt) });
      expect(module.isCompatible()).toEqual({ kind: "ready", value: false });
    });
  });
});

/** As C can be told it: no null, no NUL and no member without a name. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value === "string") return value.replaceAll("\0", "");
  if (typeof value === "number") return Object.is(value, -0) ? 0 : value;
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(
    ([name, member]) => name !== "" && !name.includes("\0") && member !== null,
  );
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}
