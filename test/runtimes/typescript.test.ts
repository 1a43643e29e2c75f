import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { stripTypes } from "../../src/runtimes/javascript/type-stripper.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { ScriptFolder } from "../fixtures/allocators/script-folder.js";
import { historyDirectory, historyOptions } from "../fixtures/random-history.js";

const DECIDE = "export function decide(): void {}\n";

describe("a TypeScript allocator", () => {
  it.each(["main.ts", "main.mts"])("%s runs without its types", async (main) => {
    const script = new ScriptFolder({
      [main]: `import type { AllocatorScript, Cluster } from "workbench";
import { type Parameter, parameter } from "workbench";
interface Score { readonly of: string; readonly value: number }
type Named<T extends string> = { [K in T]: Score };
declare const neverThere: number;
abstract class Scores<T> {
  declare kind: T;
  protected readonly all: Score[] = [];
  abstract best(): Score | undefined;
}
class First extends Scores<string> {
  override best(this: First): Score | undefined { return this.all[0]!; }
}
function score(of: string): Score;
function score(of: string, value = 1 as number): Score { return { of, value } satisfies Score; }
const named = { a: score("a") } as const satisfies Named<"a">;
const given: Parameter[] = [{ key: "k", value: "v" }];
export const decide: AllocatorScript["decide"] = (cluster: Cluster) => { console.log(cluster!.t as number); };
console.log(named.a, new First().best()?.of, parameter<string>(given, "k"));
`.replace("parameter<string>", "parameter"),
    });
    const ask = await script.load(main);
    ask();
    expect(script.printed).toEqual(['{ of: "a", value: 1 } undefined v', "0"]);
  });

  it("imports the SDK by its place in this package, as those that come with it do", async () => {
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    for (const file of ["reference/drf.ts", "preemptive-oversubscription.ts"]) {
      const allocator = await loadAllocator({ path: packageFile("allocators", file) }, context, UNLIMITED);
      expect(allocator.decide(0, [], null).offers).toEqual([]);
      allocator.close();
    }
    const script = new ScriptFolder({
      "main.ts": `import { Cluster } from "${packageFile("src", "sdk", "cluster.ts")}";`,
    });
    expect((await script.failure("main.ts")).message).toContain("only 'workbench' and files beside the script");
  });

  it.each([
    ["./part.ts", { "part.ts": "export const x: string = 'ts';" }, "ts"],
    ["./part.mts", { "part.mts": "export const x: string = 'mts';" }, "mts"],
    ["./part.js", { "part.ts": "export const x: string = 'ts';" }, "ts"],
    ["./part.mjs", { "part.mts": "export const x: string = 'mts';" }, "mts"],
    ["./part.js", { "part.js": "export const x = 'js';" }, "js"],
    ["./part.js", { "part.ts": "export const x: string = 'ts';", "part.js": "export const x = 'js';" }, "ts"],
  ])(
    "finds what it imports as %s: the source, by its own name or by that of what it is compiled to",
    async (request, files, x) => {
      const script = new ScriptFolder({
        "main.ts": `import { x } from "${request}";\nconsole.log(x);\n${DECIDE}`,
        ...files,
      });
      await script.load("main.ts");
      expect(script.printed).toEqual([x]);
    },
  );

  it("may import JavaScript, and JavaScript may import it by its own name only", async () => {
    const script = new ScriptFolder({
      "main.js": 'import { decide } from "./part.ts";\nexport { decide };',
      "other.js": 'import { decide } from "./part.js";\nexport { decide };',
      "part.ts": DECIDE,
    });
    await script.load("main.js");
    expect((await script.failure("other.js")).message).toBe(
      `${script.path("other.js")}:1:24: cannot import './part.js': there is no file ${script.path("part.js")}`,
    );
  });

  it("is told to name an import's ending", async () => {
    const script = new ScriptFolder({
      "main.ts": `${DECIDE}import { x } from "./part";`,
      "part.ts": "export const x = 1;",
    });
    expect((await script.failure("main.ts")).message).toBe(
      `${script.path("main.ts")}:2:19: cannot import './part': an import names its file with .js, .mjs, .ts, .mts`,
    );
  });

  it("needs nothing of what only its types import", async () => {
    const script = new ScriptFolder({
      "main.ts": `import type { A } from "./nowhere.ts";\nexport type { B } from "./nowhere.ts";\nimport { type C } from "./part.ts";\n${DECIDE}`,
      "part.ts": "export interface C { x: number }",
    });
    await script.load("main.ts");
  });

  it("has its errors where they stand in the source, in imported files too", async () => {
    const script = new ScriptFolder({
      "main.ts": `import { fail } from "./part.ts";\ninterface I {\n  x: number;\n}\nexport function decide(): void {\n  fail<I>({ x: 1 });\n}\n`,
      "part.ts": `type T = {\n  y: number;\n};\nexport function fail<A>(value: A): T {\n  throw new Error("no " + (value as object).constructor.name);\n}\n`,
    });
    const failure = await script.failure("main.ts");
    expect(failure.message).toBe(`${script.path("part.ts")}:5: Error: no Object`);
    expect(failure.frames).toEqual([`${script.path("part.ts")}:5 in fail`, `${script.path("main.ts")}:6 in decide`]);
    expect(failure.stack).toContain(`at fail (${script.path("part.ts")}:5:18)`);
  });

  it.each([
    [
      "enum State { idle }",
      "1:1: enum: ",
      "write a constant object, such as const State = { idle: 0, busy: 1 } as const",
    ],
    ["\n  const enum State { idle }", "2:3: enum: ", "write a constant object"],
    ["namespace N { export const x = 1 }", "1:1: namespace: ", "export its members from a file of their own"],
    ["class A { constructor(private x: number) {} }", "1:31: parameter property: ", "assign it in the constructor"],
    ["import x = require('./x.js');", "1:1: import equals: ", "write import ... from"],
    ["export = 1;", "1:1: export assignment: ", "write export default"],
    ["const x = <number>y;", "1:11: The angle-bracket syntax", "use the 'as' syntax"],
    ["const ä = 1; enum E {}", "1:14: enum: ", "types are taken out of a script and nothing else is compiled"],
    ["const x: number = = 1;", "1:19: SyntaxError: ", "Expression expected"],
  ])("is refused with place and advice where %j is more than types", async (code, place, advice) => {
    const script = new ScriptFolder({ "main.ts": code, "importing.ts": 'import "./main.ts";' });
    for (const main of ["main.ts", "importing.ts"]) {
      const failure = await script.failure(main);
      expect(failure.kind).toBe("loadFailed");
      expect(failure.message.startsWith(`${script.path("main.ts")}:${place}`), failure.message).toBe(true);
      expect(failure.message).toContain(advice);
      expect(failure.message).not.toContain("\n");
    }
  });
});

it("types leave blanks behind, so that every line and column stays", () => {
  const code = "export const f = (a: number, b?: string): a is 1 => a === 1;\nlet x = f(1)!;\n";
  const stripped = stripTypes(code, "f.ts");
  expect(stripped.split("\n").map((line) => line.length)).toEqual(code.split("\n").map((line) => line.length));
  expect(stripped.indexOf("=> a === 1")).toBe(code.indexOf("=> a === 1"));
});
