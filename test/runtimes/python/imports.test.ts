import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { scratchFolder } from "../../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../../fixtures/random-history.js";

const NOTHING = "\ndef decide(cluster):\n    pass\n";

/** Loads `first.py` of these files. @returns what it printed, or its failure; paths are short. */
async function load(files: Readonly<Record<string, string>>, folder = scratchFolder()) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const printed: string[] = [];
  const directory = historyDirectory();
  const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
  const source = { path: join(folder, "first.py"), print: (line: string) => printed.push(line) };
  const short = (text: string) => text.replaceAll(`${folder}/`, "");
  try {
    const allocator = await loadAllocator(source, context, { ...UNLIMITED, callMs: 60_000 });
    allocator.decide(0, [], null);
    allocator.close();
    return { printed: printed.map(short), failure: null, stack: "" };
  } catch (error) {
    const { message, stack } = error as Error;
    return { printed: printed.map(short), failure: short(message), stack: short(stack ?? "") };
  }
}

describe("a script in Python imports", () => {
  it("what lies beside it, and packages in folders there", async () => {
    const { printed, failure } = await load({
      "first.py": `import helper, plain.deep
from tools import best, worst
from tools.inner import TOP
print(helper.NAME, plain.deep.NAME, best(), worst(), TOP, helper.__file__, __name__)${NOTHING}`,
      "helper.py": "import first\nNAME = 'helper'\n",
      "plain/deep.py": "NAME = __name__\n",
      "tools/__init__.py": "from .ways import best\nfrom . import ways\nworst = ways.worst\n",
      "tools/ways.py": "import helper\ndef best(): return helper.NAME\ndef worst(): return __package__\n",
      "tools/inner/__init__.py": "from ..ways import best\nTOP = best() + '!'\n",
    });
    expect(failure).toBeNull();
    expect(printed).toEqual(["helper plain.deep helper tools helper! helper.py first"]);
  });

  it("while it decides, too", async () => {
    const { printed } = await load({
      "first.py": "def decide(cluster):\n    import helper\n    print(helper.NAME)\n",
      "helper.py": "NAME = 'late'\n",
    });
    expect(printed).toEqual(["late"]);
  });

  it("the standard library", async () => {
    const names = "argparse asyncio bz2 cmath configparser ctypes graphlib html http.client sched sqlite3 ssl zoneinfo";
    const { printed } = await load({
      "first.py": `import importlib
there = []
for name in ${JSON.stringify(names.split(" "))}:
    try:
        importlib.import_module(name)
        there.append(name)
    except ImportError:
        pass
print(*there)${NOTHING}`,
    });
    expect(printed).toEqual([names.replace(" ctypes", "")]);
  });

  it("its own file in place of one of the standard library, but not of what the interpreter is made of", async () => {
    const { printed, failure } = await load({
      "first.py": `import random, queue, math, os, workbench, json
print(random.NAME, queue.Queue.__name__, math.floor(1.5), os.sep, workbench.Offer.__name__, json.dumps([1]))${NOTHING}`,
      "random.py": "NAME = 'own'\n",
      "math.py": "raise ValueError\n",
      "os.py": "raise ValueError\n",
      "workbench.py": "raise ValueError\n",
      "json/data.txt": "no package",
    });
    expect(failure).toBeNull();
    expect(printed).toEqual(["own Queue 1 / Offer [1]"]);
  });

  it("although it is named as a module of the standard library", async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "first.py"), "");
    const { failure } = await load({ "first.py": `import collections${NOTHING}`, "collections.py": "x = 1" }, folder);
    expect(failure).toBeNull();
  });
});

describe("an import in Python that cannot be", () => {
  it("is told with its place", async () => {
    const { failure } = await load({ "first.py": `\nimport nothing${NOTHING}` });
    expect(failure).toBe(
      "first.py:2: ModuleNotFoundError: No module named 'nothing'; a script has the standard library, and what lies beside it",
    );
  });

  it("is told without advice that is of no use here", async () => {
    const { failure } = await load({ "first.py": `import numpy${NOTHING}` });
    expect(failure).toBe(
      "first.py:1: ModuleNotFoundError: No module named 'numpy'; a script has the standard library, and what lies beside it",
    );
  });

  it("of a name that the module does not have, too", async () => {
    const { failure } = await load({ "first.py": "from helper import other", "helper.py": "" });
    expect(failure).toBe("first.py:1: ImportError: cannot import name 'other' from 'helper' (helper.py)");
  });

  it("of a file with a syntax error names that file", async () => {
    const { failure, stack } = await load({ "first.py": "import helper", "helper.py": "x = 1\ny = = 2\n" });
    expect(failure).toBe("helper.py:2: SyntaxError: invalid syntax");
    expect(stack).toMatch(/File "first\.py", line 1, in <module>\n\s+import helper/);
  });

  it("reads no file outside of the script's folder", async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, "mine"));
    writeFileSync(join(folder, "outside.py"), "print('seen')");
    symlinkSync(join(folder, "outside.py"), join(folder, "mine", "linked.py"));
    symlinkSync(folder, join(folder, "mine", "above"));
    const importing = (name: string) => load({ "first.py": `import ${name}${NOTHING}` }, join(folder, "mine"));
    const linked = await importing("linked");
    const above = await importing("above.outside");
    const outside = await importing("outside");
    expect(linked.failure).toBe(
      "first.py:1: ImportError: linked.py cannot be imported: a link leads out of the script's folder",
    );
    expect(above.failure).toMatch(/^first\.py:1: (ImportError|ModuleNotFoundError): /);
    expect(outside.failure).toBe(
      "first.py:1: ModuleNotFoundError: No module named 'outside'; a script has the standard library, and what lies beside it",
    );
    for (const attempt of [linked, above, outside]) expect(attempt.printed).toEqual([]);
  });

  it("cannot be worked around by a name with a path in it", async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, "mine"));
    writeFileSync(join(folder, "outside.py"), "print('seen')");
    const { failure, printed } = await load({ "first.py": `__import__("../outside")${NOTHING}` }, join(folder, "mine"));
    expect(printed).toEqual([]);
    expect(failure).toMatch(/^first\.py:1: ModuleNotFoundError: /);
  });
});

describe("an error in an imported file", () => {
  it("is told with its own line, and the whole way to it", async () => {
    const { failure, stack } = await load({
      "first.py": "import helper\ndef decide(cluster):\n    helper.work()\n",
      "helper.py": "def work():\n    return 1 / 0\n",
    });
    expect(failure).toBe("helper.py:2: ZeroDivisionError: division by zero");
    expect(stack).toMatch(/File "first\.py", line 3, in decide\n\s+helper\.work\(\)/);
    expect(stack).toMatch(/File "helper\.py", line 2, in work\n\s+return 1 \/ 0/);
  });

  it("has real paths also where the script prints it", async () => {
    const { printed } = await load({
      "first.py": `import traceback
try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc()${NOTHING}`,
    });
    expect(printed).toContain('  File "first.py", line 3, in <module>');
    expect(printed).toContain("    1 / 0");
  });
});
