import { symlinkSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { importPlace } from "../../src/runtimes/javascript/import-place.js";
import { scratchFile } from "../fixtures/allocators/scratch-files.js";
import { ScriptFolder } from "../fixtures/allocators/script-folder.js";

const DECIDE = "export const decide = () => {};\n";

/** A script `main.js` that imports one thing and prints what it is. */
function importing(request: string, files: Readonly<Record<string, string>> = {}): ScriptFolder {
  const main = `${DECIDE}import * as all from "${request}";\nconsole.log(Object.keys(all));`;
  return new ScriptFolder({ "main.js": main, ...files });
}

describe("a JavaScript allocator imports", () => {
  it.each([
    ["./sibling.js", { "sibling.js": "export const x = 1;" }],
    ["./sibling.mjs", { "sibling.mjs": "export const x = 1;" }],
    [
      "./parts/deep/part.js",
      { "parts/deep/part.js": 'export { x } from "../../x.js";', "x.js": "export const x = 1;" },
    ],
    ["./a b/it's.js", { "a b/it's.js": "export const x = 1;" }],
  ])("%s from its own folder or below it", async (request, files) => {
    const script = importing(request, files);
    await script.load("main.js");
    expect(script.printed).toEqual(['["x"]']);
  });

  it("the SDK", async () => {
    const script = importing("workbench");
    await script.load("main.js");
    expect(script.printed[0]).toContain('"parameter"');
  });

  it("files that import each other", async () => {
    const script = new ScriptFolder({
      "main.js": `import { even } from "./even.js";\nconsole.log(even(10));\n${DECIDE}`,
      "even.js": 'import { odd } from "./odd.js";\nexport const even = (n) => n === 0 || odd(n - 1);',
      "odd.js": 'import { even } from "./even.js";\nexport const odd = (n) => n !== 0 && even(n - 1);',
    });
    await script.load("main.js");
    expect(script.printed).toEqual(["true"]);
  });

  it("each file once, however it is asked for", async () => {
    const script = new ScriptFolder({
      "main.js": `import "./once.js";\nimport "./parts/other.js";\nimport("././parts/../once.js");\n${DECIDE}`,
      "parts/other.js": 'import "../once.js";',
      "once.js": "console.log('once');",
    });
    await script.load("main.js");
    expect(script.printed).toEqual(["once"]);
  });

  it("later on, from code", async () => {
    const script = new ScriptFolder({
      "main.js": `const { x } = await import("./later.js");\nconsole.log(x);\n${DECIDE}`,
      "later.js": "export const x = 1;",
    });
    await script.load("main.js");
    expect(script.printed).toEqual(["1"]);
  });

  it("through a link that stays in its folder", async () => {
    const script = importing("./link.js", { "real.js": "export const x = 1;" });
    symlinkSync("real.js", script.path("link.js"));
    await script.load("main.js");
    expect(script.printed).toEqual(['["x"]']);
  });
});

describe("a JavaScript allocator is told the line of an import that cannot be", () => {
  const BESIDE = "only 'workbench' and files beside the script, such as './scores.js'";

  it.each([
    ["node:fs", BESIDE],
    ["fs", BESIDE],
    ["std", BESIDE],
    ["os", BESIDE],
    ["/etc/passwd", BESIDE],
    ["file:///etc/passwd", BESIDE],
    ["workbench:/sdk/wire-reader.js", BESIDE],
    ["https://example.org/x.js", BESIDE],
    ["../secret.js", "it is outside of the script's folder"],
    ["./parts/../../secret.js", "it is outside of the script's folder"],
    ["../script/x.js", "it is outside of the script's folder"],
    ["./workbench:/sdk/cluster.js", "there is no file FOLDER/workbench:/sdk/cluster.js"],
    ["./missing.js", "there is no file FOLDER/missing.js"],
    ["./parts/missing.js", "there is no file FOLDER/parts/missing.js"],
    ["./%2e%2e/secret.js", "there is no file FOLDER/%2e%2e/secret.js"],
    ["./sibling", "an import names its file with .js, .mjs, .ts, .mts"],
    ["./data.json", "an import names its file with .js, .mjs, .ts, .mts"],
    ["./x.js?version=2", "an import names its file with .js, .mjs, .ts, .mts"],
  ])("%s", async (request, rule) => {
    const script = importing(request, { "sibling.js": "", "data.json": "{}", "x.js": "" });
    const failure = await script.failure("main.js");
    const place = `${script.path("main.js")}:2:22`;
    expect(failure.kind).toBe("loadFailed");
    expect(failure.message).toBe(`${place}: cannot import '${request}': ${rule.replace("FOLDER", script.folder)}`);
  });

  it("in the imported file that has it", async () => {
    const script = importing("./part.js", { "part.js": 'export const x = 1;\nexport * from "./missing.js";' });
    const { message } = await script.failure("main.js");
    expect(message).toMatch(`${script.path("part.js")}:2:15: cannot import './missing.js': there is no file`);
  });

  it.each([
    ["a file", (secret: string) => [secret, "link.js"], "./link.js"],
    ["a folder", (secret: string) => [secret.replace(/\/secret\.js$/, ""), "folder"], "./folder/secret.js"],
  ] as const)("through a link to %s elsewhere", async (_, link, request) => {
    const secret = scratchFile("secret.js", "export const secret = 1;");
    const script = importing(request);
    const [target, name] = link(secret);
    symlinkSync(relative(script.folder, target as string), script.path(name as string));
    const failure = await script.failure("main.js");
    expect(failure.message).toBe(
      `${script.path("main.js")}:2:22: cannot import '${request}': a link leads out of the script's folder`,
    );
  });

  it.each([
    ["main.js", 'import { ofer } from "workbench";', "1:10: 'workbench' has no export 'ofer'; correct the name"],
    [
      "main.js",
      'import {\n  x,\n  y as z,\n} from "./part.js";',
      "3:3: './part.js' has no export 'y'; correct the name, or export it there",
    ],
    [
      "main.js",
      'export { x } from "./other.js"; export { y } from "./part.js";',
      "1:42: './part.js' has no export 'y'; correct the name, or export it there",
    ],
    [
      "main.js",
      'import part, { x } from "./part.js";',
      "1:8: './part.js' has no default export; name what is imported, as in import { score } from",
    ],
    [
      "main.ts",
      'import { type OfferRequest, Cluster } from "workbench";',
      "1:29: 'workbench' has no export 'Cluster'; correct the name, or write import { type Cluster } if it is a type",
    ],
    [
      "main.ts",
      'import { x, Score } from "./scores.js";',
      "1:13: './scores.js' has no export 'Score'; correct the name, or write import { type Score } if it is a type",
    ],
  ])("in %s: %s", async (main, line, message) => {
    const script = new ScriptFolder({
      [main]: `${line}\n${DECIDE}`,
      "part.js": "export const x = 1;",
      "other.js": "export const x = 1, y = 2;",
      "scores.ts": "export const x = 1;\nexport interface Score { of: string }",
    });
    const failure = await script.failure(main);
    expect(failure).toMatchObject({ kind: "loadFailed", message: `${script.path(main)}:${message}` });
  });

  it("in the imported file that asks another one for what it does not have", async () => {
    const script = importing("./part.js", { "part.js": 'export { y } from "./x.js";', "x.js": "export const x = 1;" });
    const { message } = await script.failure("main.js");
    expect(message).toMatch(`${script.path("part.js")}:1:10: './x.js' has no export 'y';`);
  });

  it("though it catches that, and goes on", async () => {
    const script = new ScriptFolder({
      "main.js": `await import("../secret.js").catch((error) => console.log(error.message));\n${DECIDE}`,
    });
    await script.load("main.js");
    expect(script.printed).toEqual([
      `${script.path("main.js")}:1:14: cannot import '../secret.js': it is outside of the script's folder`,
    ]);
  });
});

describe("the place of an import", () => {
  it.each([
    ['import "./x.js";', "1:8"],
    ["import {\n  a,\n} from './x.js';", "3:8"],
    ['const x = 1; await import( "./x.js");', "1:28"],
    ['const s = "./x.js";\nexport { a } from "./x.js";', "2:19"],
    ['const name = "./x.js"; import(name);', null],
  ])("%j is %s", (code, place) => {
    expect(importPlace(code, "./x.js")).toBe(place);
  });
});
