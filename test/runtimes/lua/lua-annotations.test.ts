import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { packageFile } from "../../../src/base/package-files.js";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { RichHistory, richContext } from "../../conformance/rich-history.js";

const SDK = packageFile("src", "runtimes", "lua");
const ANNOTATIONS = readFileSync(`${SDK}/annotations/workbench.lua`, "utf8").split("\n");

/** What a script makes: nobody but the annotations says what is in it. */
const MADE_BY_SCRIPTS = ["Allocator", "Offer", "Module", "TestCluster", "TestFramework"];

/** What only a test of a script meets. */
const MET_BY_TESTS = ["TestDecisions"];

/** The names of each class, without `workbench.` before it; and the values of each event's `op`. */
function annotated(): { names: Map<string, Set<string>>; operations: Map<string, string[]> } {
  const names = new Map<string, Set<string>>();
  const operations = new Map<string, string[]>();
  let current = "";
  for (const line of ANNOTATIONS) {
    const [, started] = /^---@class (?:workbench\.)?(\w+)/.exec(line) ?? [];
    if (started !== undefined) {
      current = started;
      names.set(current, new Set());
    }
    const [, field, type = ""] = /^---@field (\w+)\??(.*)/.exec(line) ?? [];
    if (field !== undefined) names.get(current)?.add(field);
    if (field === "op")
      operations.set(
        current,
        [...type.matchAll(/"(\w+)"/g)].map(([, op]) => op as string),
      );
    const [, owner, method] = /^(?:function )?(\w+)[.:](\w+)(?:\(| = )/.exec(line) ?? [];
    if (owner !== undefined) names.get(owner)?.add(method as string);
  }
  return { names, operations };
}

/** The names that a script meets, by class and by operation. */
async function met(): Promise<Map<string, Set<string>>> {
  const names = new Map<string, Set<string>>();
  const path = packageFile("test", "fixtures", "allocators", "names.lua");
  const print = (line: string) => {
    const [owner, name] = line.split(".") as [string, string];
    names.set(owner, (names.get(owner) ?? new Set()).add(name));
  };
  for (let seed = 1; seed <= 4; seed++) {
    const context = richContext(seed);
    const allocator = await loadAllocator({ path, print }, context, UNLIMITED);
    const history = new RichHistory(seed, context.directory, allocator);
    for (let n = 0; n < 600; n++) history.step();
    allocator.close();
  }
  return names;
}

/** `name(parameters)` of the owner's methods, but for those that begin with `_`. */
function signatures(lines: readonly string[], owner: string): string[] {
  const found = lines.map((line) => new RegExp(`^function ${owner}[.:]([a-z]\\w*\\(.*?\\))`).exec(line)?.[1]);
  return found.filter((signature) => signature !== undefined).sort();
}

describe("the annotations of the Lua SDK", () => {
  let names: Map<string, Set<string>>;
  beforeAll(async () => {
    names = await met();
  });
  const { names: said, operations } = annotated();
  const classes = [...said.keys()].filter((name) => ![...MADE_BY_SCRIPTS, ...MET_BY_TESTS].includes(name));

  it.each(classes.filter((name) => !operations.has(name)))("name just what there is of %s", (name) => {
    expect([...(said.get(name) as Set<string>)].sort()).toEqual([...(names.get(name) ?? [])].sort());
  });

  it.each([...operations])("name just what there is in a %s", (name, ops) => {
    const there = new Set(ops.flatMap((op) => [...(names.get(op) ?? [])]));
    expect([...(said.get(name) as Set<string>)].sort()).toEqual([...there].sort());
  });

  it("tell of every operation", () => {
    const seen = [...names.keys()].filter((name) => /^[a-z]+[A-Z]|^allocate$/.test(name));
    expect([...operations.values()].flat().sort()).toEqual(seen.sort());
  });

  it.each(["Cluster", "Hierarchical"])("have the parameters of the methods of %s", (owner) => {
    const files = readdirSync(`${SDK}/workbench`, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".lua"),
    );
    const lines = files.flatMap((name) => readFileSync(`${SDK}/workbench/${name}`, "utf8").split("\n"));
    expect(signatures(ANNOTATIONS, owner)).toEqual(signatures(lines, owner));
  });

  it("explain every class, function and method", () => {
    const silent = ANNOTATIONS.flatMap((line, at) => {
      if (!line.startsWith("function ")) return [];
      let first = at;
      while (ANNOTATIONS[first - 1]?.startsWith("---")) first--;
      return /^--- ?[^@]/.test(ANNOTATIONS[first] as string) ? [] : [line];
    });
    expect(silent).toEqual([]);
  });
});
