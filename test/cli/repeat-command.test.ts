import { expect, test } from "vitest";
import { programWords } from "../../src/cli/program-words.js";
import { repeatCommand, repeatComparison } from "../../src/cli/repeat-command.js";

test("the command to repeat a run names all that the result hangs on, as a shell takes it", () => {
  const flags = {
    allocator: ["held back", "my/it's.lua"],
    param: ["load=0.9"],
    callTimeout: "30s",
    runTimeout: "5m",
    stepLimit: "1000000",
    memoryLimit: "none",
    outputLimit: "1MB",
    stackLimit: "64KB",
    control: true,
    quiet: true,
    out: "elsewhere",
  } as const;
  expect(repeatCommand("a b.yaml", 7, flags)).toBe(
    "workbench run 'a b.yaml' --seed=7 --control '--allocator=held back' '--allocator=my/it'\\''s.lua' --param load=0.9 --call-timeout=30s --run-timeout=5m --step-limit=1000000 --memory-limit=none --output-limit=1MB --stack-limit=64KB",
  );
});

test("modules, too, are what the result hangs on", () => {
  const flags = {
    modules: "my modules.json",
    kindVersion: ["Hook=1.0.0", "Allocator=1.1.0"],
    mesosVersion: "1.11.0",
    hooks: "A,B",
    qosController: "C",
  } as const;
  expect(repeatCommand("a.yaml", 7, flags)).toBe(
    "workbench run a.yaml --seed=7 '--modules=my modules.json' --mesos-version=1.11.0 --kind-version=Hook=1.0.0 --kind-version=Allocator=1.1.0 --hooks=A,B --qos-controller=C",
  );
});

test("the command to repeat a comparison names what its answer hangs on, too", () => {
  const flags = {
    seeds: "5",
    reference: "drf",
    smallestLead: "0%",
    allMetrics: true,
    jobs: "2",
    out: "there",
  } as const;
  expect(repeatComparison(["a.yaml", "b.yaml"], flags)).toBe(
    "workbench compare a.yaml b.yaml --seeds=5 --reference=drf --smallest-lead=0% --all-metrics",
  );
});

test("commands are told as this program was called: by npx, where npx has started it", () => {
  expect(programWords({ npm_command: "exec" })).toEqual(["npx", "workbench"]);
  expect(programWords({})).toEqual(["workbench"]);
  expect(programWords({ npm_command: "run-script" })).toEqual(["workbench"]);
});
