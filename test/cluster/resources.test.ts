import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RoleId } from "../../src/cluster/ids.js";
import { NameTable } from "../../src/cluster/name-table.js";
import { formatMilli, parseMilli, parseResourceText, ResourceTextError } from "../../src/cluster/resource-text.js";
import { add, contains, equal, isEmpty, ResourceKeys, subtract } from "../../src/cluster/resources.js";

const keys = new ResourceKeys(new NameTable<RoleId>(["prod", "eng/ml"]));

const entry = fc.record({
  key: fc.constantFrom("cpus", "mem", "disk", "gpus", "cpus(prod)", "mem(eng/ml)", "cpus{REV}"),
  milli: fc.integer({ min: 1, max: 2 ** 45 }),
});
const resources = fc
  .uniqueArray(entry, { selector: (e) => e.key, maxLength: 7 })
  .map((entries) => keys.parse(entries.map((e) => `${e.key}:${formatMilli(e.milli)}`).join(";")));

describe("a resource text", () => {
  it("is printed with keys in byte order, no trailing zeros and no zero entries", () => {
    expect(keys.format(keys.parse("mem:1024.500; cpus{REV}:1;cpus:4.0;cpus(prod):2;disk:0"))).toBe(
      "cpus:4;cpus(prod):2;cpus{REV}:1;mem:1024.5",
    );
  });

  it("reads back as it was printed", () => {
    fc.assert(fc.property(resources, (r) => equal(keys.parse(keys.format(r)), r)));
  });

  it.each([
    ["cpus:1.0005", "at most three decimals"],
    ["cpus:-1", "may not be negative"],
    ["cpus:abc", "decimal number"],
    ["cpus:1e3", "decimal number"],
    ["cpus:NaN", "decimal number"],
    ["cpus:9007199254741", "at most (2^53-1)/1000"],
    ["cpus", "name:value"],
    ["cpus:1;cpus:2", "given twice"],
    ["cpus(a//b):1", "empty component"],
    ["cpus(-a):1", 'begin with "-"'],
    ["cpus(prod){REV}:1", "cannot be reserved"],
    ["ports:[31000-32000]", "ranges and sets"],
  ])("%s is refused: %s", (text, rule) => {
    expect(() => parseResourceText(text)).toThrow(ResourceTextError);
    expect(() => parseResourceText(text)).toThrow(rule);
  });

  it("holds thousandths exactly up to 2^53-1", () => {
    expect(parseMilli("9007199254740.991")).toBe(Number.MAX_SAFE_INTEGER);
    expect(formatMilli(Number.MAX_SAFE_INTEGER)).toBe("9007199254740.991");
  });
});

describe("resource arithmetic", () => {
  it("gives back with subtract what add put in", () => {
    fc.assert(fc.property(resources, resources, (a, b) => equal(subtract(add(a, b), b), a)));
  });

  it("does not depend on the order of adding", () => {
    fc.assert(fc.property(resources, resources, (a, b) => equal(add(a, b), add(b, a))));
  });

  it("contains its parts, and nothing is left of a thing less itself", () => {
    fc.assert(fc.property(resources, resources, (a, b) => contains(add(a, b), a) && isEmpty(subtract(a, add(a, b)))));
  });
});
