import { describe, expect, it } from "vitest";
import { AnonymousModules, type LoadedAnonymousModules } from "../../../src/kinds/anonymous/anonymous-modules.js";

type Failure = { readonly kind: "failed"; readonly message: string };

interface Manifest {
  readonly names: string[];
  /** Those whose create() gives null. */
  readonly barren?: readonly string[];
}

/** Modules that set a variable when they are created, and do nothing else. */
function loaded({ names, barren = [] }: Manifest) {
  const environment: Record<string, string> = {};
  const creations: string[] = [];
  const modules: LoadedAnonymousModules<Failure> = {
    names,
    create(name) {
      creations.push(name);
      if (barren.includes(name)) return { kind: "failed", message: `create() of module ${name} gave no instance` };
      environment[name] = "42";
      return { kind: "created", instance: {} };
    },
  };
  return { modules, environment, creations };
}

describe("the anonymous modules", () => {
  it("are all created at the start, once, in the order of registration (A1, A4)", async () => {
    const { modules, creations } = loaded({ names: ["zebra", "ant", "bee"] });
    const anonymous = new AnonymousModules(modules);
    expect(creations).toEqual([]);
    expect(await anonymous.start()).toEqual({ kind: "started" });
    expect(creations).toEqual(["zebra", "ant", "bee"]);
    expect(anonymous.created).toEqual(["zebra", "ant", "bee"]);
  });

  it("show in what they do on their own alone: a variable is 42 (A5)", async () => {
    const { modules, environment } = loaded({ names: ["org_apache_mesos_TestAnonymous"] });
    await new AnonymousModules(modules).start();
    expect(environment).toEqual({ org_apache_mesos_TestAnonymous: "42" });
  });

  it("end the start at the first one that cannot be created, and keep those before it (A2, A3)", async () => {
    const { modules, creations } = loaded({ names: ["a", "b", "c"], barren: ["b"] });
    const anonymous = new AnonymousModules(modules);
    expect(await anonymous.start()).toEqual({
      kind: "failed",
      module: "b",
      failure: { kind: "failed", message: "create() of module b gave no instance" },
    });
    expect(creations).toEqual(["a", "b"]);
    expect(anonymous.created).toEqual(["a"]);
  });

  it("are never called, nor destroyed (A3)", async () => {
    const touched: string[] = [];
    const instance = new Proxy(
      {},
      {
        get(_target, member) {
          // A promise is told from a value by asking for `then`.
          if (member !== "then") touched.push(String(member));
          return undefined;
        },
      },
    );
    const anonymous = new AnonymousModules({ names: ["a"], create: () => ({ kind: "created", instance }) });
    await anonymous.start();
    await anonymous.start();
    expect(touched).toEqual([]);
    expect(anonymous.created).toEqual(["a"]);
  });

  it("are created once, however often they are started; only new ones are added (A6)", async () => {
    const names = ["a"];
    const { modules, creations } = loaded({ names });
    const anonymous = new AnonymousModules(modules);
    await anonymous.start();
    names.push("b");
    await anonymous.start();
    expect(creations).toEqual(["a", "b"]);
  });

  it("are created one after the other, also when a creation takes its time (A1)", async () => {
    const steps: string[] = [];
    const anonymous = new AnonymousModules<Failure>({
      names: ["slow", "quick"],
      async create(name) {
        steps.push(`${name} begins`);
        await Promise.resolve();
        steps.push(`${name} is there`);
        return { kind: "created", instance: {} };
      },
    });
    await anonymous.start();
    expect(steps).toEqual(["slow begins", "slow is there", "quick begins", "quick is there"]);
  });
});
