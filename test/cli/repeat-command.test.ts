import { expect, test } from "vitest";
import { repeatCommand } from "../../src/cli/repeat-command.js";

test("the command to repeat a run names all that the result hangs on, as a shell takes it", () => {
  const flags = {
    allocator: ["held back", "my/it's.lua"],
    param: ["load=0.9"],
    callTimeout: "30s",
    memoryLimit: "none",
    quiet: true,
    out: "elsewhere",
  } as const;
  expect(repeatCommand("a b.yaml", 7, flags)).toBe(
    "workbench run 'a b.yaml' --seed=7 '--allocator=held back' '--allocator=my/it'\\''s.lua' --param load=0.9 --call-timeout=30s --memory-limit=none",
  );
});
