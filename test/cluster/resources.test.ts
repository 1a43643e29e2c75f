import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RoleId } from "../../src/cluster/ids.js";
import { intervalsOf, itemsOf } from "../../src/cluster/items.js";
import { NameTable } from "../../src/cluster/name-table.js";
import { ResourceKeys } from "../../src/cluster/resource-keys.js";
import { formatMilli, parseMilli, parseResourceText, ResourceTextError } from "../../src/cluster/resource-text.js";
import { add, contains, equal, filterResources, intersect, isEmpty, subtract } from "../../src/cluster/resources.js";

const keys = new ResourceKeys(new NameTable<RoleId>(["prod", "eng/ml"]));

const ports = fc
  .array(fc.tuple(fc.nat(30), fc.nat(5)).map(([first, more]): [number, number] => [first, first + more]))
  .map((intervals) => itemsOf(intervals))
  .map((items) => [...intervalsOf(items)].map(([first, last]) => `${first}-${last}`));

const entry = fc.record({
  key: fc.constantFrom("cpus", "mem", "disk", "gpus", "cpus(prod)", "mem(eng/ml)", "cpus{REV}"),
  milli: fc.integer({ min: 1, max: 2 ** 45 }),
});
const scalars = fc
  .uniqueArray(entry, { selector: (e) => e.key, maxLength: 7 })
  .map((entries) => entries.map((e) => `${e.key}:${formatMilli(e.milli)}`));
const resources = fc
  .tuple(scalars, fc.constant("ports"), ports)
  .map(([entries, name, ranges]) => keys.parse([...entries, `${name}:[${ranges}]`].join(";")));

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
    ["ports:[31000-32000", "not closed"],
    ["ports:[5-3]", "lower to the higher"],
    ["ports:[1-3,3-4]", "overlap"],
    ["ports:[a-b]", "[first-last"],
    ["ports:[1-9999999999999]", "2^42"],
    ["rack:{a,a}", "twice"],
    ["rack:{a b}", "{a,b}"],
    ["cpus(prod)(eng):1", "below the one before"],
    ["cpus(prod)(prod):1", "below the one before"],
    ["disk[]:1", "has an id"],
    ["disk[v]{REV}:1", "cannot be revocable"],
    ["disk[v]:[1-2]", "has a size"],
    ["disk(prod){SHARED}:1", "only a reserved volume"],
    ["disk[v]{SHARED}:1", "only a reserved volume"],
  ])("%s is refused: %s", (text, rule) => {
    expect(() => parseResourceText(text)).toThrow(ResourceTextError);
    expect(() => parseResourceText(text)).toThrow(rule);
  });

  it.each([
    ["ports:[31000-32000]"],
    ["ports:[1-2,5-5];ports(prod):[7-9]"],
    ["rack:{a,b,c}"],
    ["cpus(prod)(prod/web)(prod/web/front):2"],
    ["disk(prod)[v1]{SHARED}:64;disk[mount-1]:1024"],
  ])("%s is printed as it was written", (text) => {
    const roles = ["eng/ml", "prod", "prod/web", "prod/web/front"];
    const known = new ResourceKeys(new NameTable<RoleId>(roles));
    expect(known.format(known.parse(text))).toBe(text);
  });

  it("joins ranges that touch, and sorts the members of a set", () => {
    const known = new ResourceKeys(new NameTable<RoleId>([]));
    expect(known.format(known.parse("ports:[3-4, 1-2];rack:{ b , a }"))).toBe("ports:[1-4];rack:{a,b}");
  });

  it("says of a name always the same form: a number, ranges or a set", () => {
    const known = new ResourceKeys(new NameTable<RoleId>([]));
    expect(known.formOf("ports")).toBeUndefined();
    known.parseQuantities("ports:2");
    expect(known.formOf("ports")).toBeUndefined();
    known.parse("ports:[1-2]");
    expect(known.formOf("ports")).toBe("ranges");
    expect(() => known.parse("ports:3")).toThrow("of ranges values elsewhere");
    expect(() => known.parseQuantities("ports:[1-2]")).toThrow("name:number");
    expect(() => known.parseQuantities("cpus{REV}:1")).toThrow("name:number");
  });

  it("holds thousandths exactly up to 2^53-1", () => {
    expect(parseMilli("9007199254740.991")).toBe(Number.MAX_SAFE_INTEGER);
    expect(formatMilli(Number.MAX_SAFE_INTEGER)).toBe("9007199254740.991");
  });
});

describe("resource arithmetic", () => {
  it("gives back with subtract what add put in, of items those that were not there before", () => {
    fc.assert(
      fc.property(resources, resources, (a, b) => {
        const alreadyThere = filterResources(intersect(a, b), (key, amount) =>
          keys.formOf(keys.get(key).name) === "ranges" ? amount : 0,
        );
        return equal(subtract(add(a, b), b), subtract(a, alreadyThere));
      }),
    );
  });

  it("does not depend on the order of adding", () => {
    fc.assert(fc.property(resources, resources, (a, b) => equal(add(a, b), add(b, a))));
  });

  it("contains its parts, and nothing is left of a thing less itself", () => {
    fc.assert(fc.property(resources, resources, (a, b) => contains(add(a, b), a) && isEmpty(subtract(a, add(a, b)))));
  });
});
