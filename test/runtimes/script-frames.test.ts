import { describe, expect, test } from "vitest";
import { scriptFrames } from "../../src/runtimes/script-frames.js";

describe("of a guest's stack, only what is in the script is shown, innermost first", () => {
  test("in Lua", () => {
    const stack = [
      "stack traceback:",
      "\t[C]: in function 'error'",
      "\tmine/my.lua:14: in upvalue 'score'",
      "\tmine/my.lua:20: in function <mine/my.lua:18>",
      "\t(...tail calls...)",
      "\tmine/my.lua:30: in field 'decide'",
      "\t[workbench.script_guest]:12: in function <[workbench.script_guest]:3>",
    ].join("\n");
    expect(scriptFrames(stack)).toEqual(["mine/my.lua:14 in score", "mine/my.lua:20", "mine/my.lua:30 in decide"]);
  });

  test("in JavaScript", () => {
    const stack = [
      "    at score (my.js:14:9)",
      "    at my.js:20",
      "    at <anonymous> (lib/shares.js:3:1)",
      "    at decide (my.js:30:5)",
      "    at decide (workbench:/script-guest.js:40:7)",
      "    at forEach (native)",
    ].join("\n");
    expect(scriptFrames(stack)).toEqual(["my.js:14 in score", "my.js:20", "lib/shares.js:3", "my.js:30 in decide"]);
  });

  test("in Python, whose tracebacks end with the innermost", () => {
    const stack = [
      "Traceback (most recent call last):",
      '  File "<exec>", line 70, in decide',
      '  File "[host.py]", line 140, in decide',
      '  File "[workbench/script_guest.py]", line 44, in decide',
      '  File "mine/my.py", line 30, in decide',
      "    score(cluster)",
      "    ~~~~~^^^^^^^^^",
      '  File "mine/my.py", line 14, in score',
      '    raise ValueError("at my.js:1")',
      '  File "/lib/python3.14/random.py", line 9, in choice',
      "ValueError: at my.js:1",
    ].join("\n");
    expect(scriptFrames(stack)).toEqual(["mine/my.py:14 in score", "mine/my.py:30 in decide"]);
  });

  test("code outside of any function has no name", () => {
    expect(scriptFrames('  File "my.py", line 3, in <module>')).toEqual(["my.py:3"]);
    expect(scriptFrames("\tmy.lua:3: in main chunk")).toEqual(["my.lua:3"]);
  });

  test("a recursion without end is counted", () => {
    const frames = scriptFrames("    at again (my.js:2:3)\n".repeat(1000));
    expect(frames).toHaveLength(9);
    expect(frames.at(-1)).toBe("992 more");
  });

  test("where there is no stack there are none", () => {
    expect(scriptFrames("")).toEqual([]);
    expect(scriptFrames("the process was ended by SIGSEGV")).toEqual([]);
  });
});
