import { existsSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { cacheFolder } from "../../src/base/cache-folder.js";

// Node's own way to make folders tries for ever here.
test.skipIf(!existsSync("/proc/self"))("a cache folder is refused at once where nothing can be made", () => {
  vi.stubEnv("XDG_CACHE_HOME", "/proc/nowhere");
  try {
    expect(() => cacheFolder("python")).toThrow("ENOENT");
  } finally {
    vi.unstubAllEnvs();
  }
});
