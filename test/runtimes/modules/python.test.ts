import { describe, expect, it } from "vitest";
import { ready } from "../../../src/kinds/outcome.js";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { describeBreaking } from "./describe-breaking.js";
import { describeKinds } from "./describe-kinds.js";
import { create, modulesFile, openFixture, outcomeOf } from "./opened-fixture.js";

describeKinds("python");
describeBreaking("python");

describe("two Python libraries in one process", () => {
  it("each have their own memory limit, and keep the ways into the host closed until both are gone", async () => {
    const small = { ...UNLIMITED, callMs: 120_000, memoryBytes: 24 * 1024 * 1024 };
    const first = await openFixture(modulesFile("python", "breaking"), small);
    const second = await openFixture(modulesFile("python", "breaking"));
    expect(outcomeOf(create(second, "capable"), "hog")()).toEqual(ready(null));
    expect(() => outcomeOf(create(first, "capable"), "hog")).toThrow("MemoryError");
    first.library.close();
    const hasConstructor = Object.hasOwn(Object.getPrototypeOf(() => {}) as object, "constructor");
    second.library.close();
    expect(hasConstructor).toBe(false);
  });
});
