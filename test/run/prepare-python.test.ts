import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { RunDocument } from "../../src/report/run-document.js";
import { emptyFolder, workbench } from "../cli/workbench.js";

const PREPARING = "preparing Python for this machine";

/** Prints what hangs on where things lie in memory, and decides by it, so that it can be compared. */
const PROBE = `
class Thing:
    pass

print([id(Thing()) for _ in range(3)], [hash(object()) % 1000 for _ in range(3)])

def decide(cluster):
    return ()
`;
const script = join(emptyFolder(), "probe.py");
writeFileSync(script, PROBE);

/** Each time it is prepared takes many seconds on a machine with little time to spare. */
vi.setConfig({ testTimeout: 600_000 });

async function run(cache: string, ...scripts: readonly string[]) {
  const args = ["run", "tiny.yaml", "--json", ...scripts.map((path) => `--allocator=${path}`)];
  const { code, stdout, stderr } = await workbench(args, { XDG_CACHE_HOME: cache });
  expect(code, stderr).toBe(0);
  const lines = stderr.trim().split("\n");
  return {
    rows: (JSON.parse(stdout) as RunDocument).allocators,
    printed: lines.filter((line) => line.includes("| ")).map((line) => line.split("| ")[1]),
    told: lines.filter((line) => !line.includes("| ")),
  };
}

function imagesIn(cache: string): string[] {
  return readdirSync(join(cache, "allocator-workbench", "python"));
}

describe("Python", () => {
  const cache = emptyFolder();
  let printed: readonly (string | undefined)[];

  test("is prepared at first use, once, also when two programs do so at the same time", async () => {
    const [first, second] = await Promise.all([run(cache, script), run(cache, script)]);
    for (const { rows, told } of [first, second]) {
      expect(rows.map(({ status }) => status)).toEqual(["ok"]);
      expect(told.filter((line) => line.includes(PREPARING)).length).toBeLessThanOrEqual(1);
    }
    // On a busy machine the second may come when the first is ready.
    expect([...first.told, ...second.told].join()).toContain(PREPARING);
    expect(imagesIn(cache)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.image$/)]);
    printed = first.printed;
    expect(new Set([...first.printed, ...second.printed]).size).toBe(1);
  });

  test("is not prepared again", async () => {
    const { told, printed: again } = await run(cache, script);
    expect(told.join()).not.toContain(PREPARING);
    expect(again).toEqual([printed[0]]);
  });

  test("is prepared again when its image is broken", async () => {
    const image = join(cache, "allocator-workbench", "python", imagesIn(cache)[0]!);
    const bytes = readFileSync(image);
    bytes[20_000_000] = bytes[20_000_000]! ^ 1;
    writeFileSync(image, bytes);
    const { told, printed: again } = await run(cache, script);
    expect(told.join()).toContain(PREPARING);
    expect(again).toEqual([printed[0]]);
    bytes[20_000_000] = bytes[20_000_000]! ^ 1;
    expect(readFileSync(image).equals(bytes)).toBe(true);
  });

  test("runs all the same, to the same end, where nothing can be kept", async () => {
    const { told, rows, printed: again } = await run("/dev/null", script);
    expect(told.join()).toContain("Python cannot be kept prepared");
    expect(rows.map(({ status }) => status)).toEqual(["ok"]);
    expect(again).toEqual([printed[0]]);
  });
});
