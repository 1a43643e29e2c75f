import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { siblingFiles } from "../../src/runtimes/sibling-files.js";
import { emptyFolder } from "../cli/workbench.js";

/** What is found from the first of the files, relative to the folder and in order. */
function found(files: Readonly<Record<string, string>>): string[] {
  const folder = emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const [first] = Object.keys(files);
  return [...siblingFiles(join(folder, first as string))].map((path) => relative(folder, path)).sort();
}

describe("the files that a script imports, and those that they import", () => {
  test("in JavaScript, each relative to its own", () => {
    const files = {
      "my.js": 'import { fits } from "workbench";\nimport { a } from "./lib/a.js";\nexport * from \'./b.mjs\'',
      "lib/a.js": 'import "../c.js";\nconst later = import("./d.js");',
      "unrelated.js": "",
    };
    const named = found(files).filter((name) => !name.endsWith("ts"));
    expect(named).toEqual(["b.mjs", "c.js", "lib/a.js", "lib/d.js", "my.js"]);
  });

  test("in TypeScript, which may name what its own are compiled to", () => {
    expect(found({ "my.ts": 'import { a } from "./a.js";', "a.ts": "import { b } from './b.ts';" })).toEqual([
      "a.js",
      "a.ts",
      "b.ts",
      "my.ts",
    ]);
  });

  test("in Lua, each relative to the script's folder", () => {
    const files = {
      "my.lua": 'local wb = require("workbench")\nlocal q = require "lib.queues"',
      "lib/queues.lua": "return require('shares')",
    };
    expect(found(files)).toEqual(["lib/queues.lua", "my.lua", "shares.lua", "workbench.lua"]);
  });

  test("in Python, packages and relative ones too", () => {
    const files = {
      "my.py": "import math, scores as s\nfrom lib.queues import first, last\n",
      "scores.py": "",
      "lib/__init__.py": "",
      "lib/queues.py": "from . import shares\nfrom .deep import (\n  one,\n  two,\n)\n",
      "lib/shares.py": "",
    };
    expect(found(files)).toEqual(
      expect.arrayContaining([
        "my.py",
        "scores.py",
        "lib/__init__.py",
        "lib/queues.py",
        "lib/shares.py",
        "lib/deep.py",
      ]),
    );
  });

  test("in C, the headers that are not the system's", () => {
    expect(found({ "my.c": '#include <stdio.h>\n# include "my.h"\n', "my.h": '#include "lib/more.h"' })).toEqual([
      "lib/more.h",
      "my.c",
      "my.h",
    ]);
  });

  test("go round in circles without harm", () => {
    expect(found({ "a.lua": 'require "b"', "b.lua": 'require "a"' })).toEqual(["a.lua", "b.lua"]);
  });

  test("are none of a binary library", () => {
    expect(found({ "my.so": '\u007fELF import "./a.js"' })).toEqual(["my.so"]);
  });
});
