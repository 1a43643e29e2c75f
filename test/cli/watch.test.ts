import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isRunning, rowProcessesOf } from "./processes.js";
import { emptyFolder, FIXTURES, startWorkbench, workbench } from "./workbench.js";

const PATIENCE = { timeout: 150_000, interval: 100 };

/** Offers everything to whoever stands first in an order. */
const MINE = `
import { order } from "./order.js";
export function decide(cluster) {
  for (const agent of cluster.candidates) {
    for (const subscription of order(cluster.subscriptions())) {
      const resources = cluster.offerable(subscription, agent);
      if (resources !== null) cluster.offer(subscription, agent, resources);
    }
  }
}`;
const FORWARDS = "export const order = (list) => list;";
/** As FORWARDS, but for the first agents. */
const LATER = "let calls = 0; export const order = (list) => (++calls > 8 ? list : []);";

let running: ReturnType<typeof startWorkbench> | undefined;
afterEach(() => {
  running?.kill("SIGKILL");
});

/** Watches the tiny scenario with an allocator of two files, in a folder of its own. */
function watching(order: string, ...flags: readonly string[]) {
  const allocator = flags.some((flag) => flag.startsWith("--allocator=")) ? [] : ["--allocator=my.js"];
  const folder = emptyFolder();
  cpSync(join(FIXTURES, "tiny.yaml"), join(folder, "tiny.yaml"));
  const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
  save("my.js", MINE);
  save("order.js", order);
  const program = startWorkbench(["run", "tiny.yaml", ...allocator, "--watch", ...flags], folder);
  running = program;
  const printed = { stdout: "", stderr: "" };
  program.stdout.on("data", (text) => (printed.stdout += text));
  program.stderr.on("data", (text) => (printed.stderr += text));
  /** Waits until so many runs, or attempts, have come to their end. */
  const waits = (count: number) =>
    vi.waitFor(() => expect(printed.stderr.split("waiting for ").length - 1).toBe(count), PATIENCE);
  return { folder, program, printed, save, waits };
}

function afterRun(number: number, stdout: string): string {
  return stdout.split(`--- run ${number}`)[1] ?? "";
}

describe("run --watch", () => {
  test("runs again when a file that the allocator imports is saved, and tells what changed", async () => {
    const { printed, save, waits } = watching(FORWARDS);
    await waits(1);
    save("order.js", LATER);
    await waits(2);
    expect(afterRun(2, printed.stdout)).toMatch(/^: order\.js saved\n/);
    expect(afterRun(2, printed.stdout)).toContain("against run 1\nmy.js: decides otherwise from cycle");
    save("order.js", `${LATER} // no change`);
    await waits(3);
    expect(afterRun(3, printed.stdout)).toContain("against run 2\nmy.js: the same\n");
  });

  test("runs again when the scenario is saved", async () => {
    const { folder, printed, save, waits } = watching(FORWARDS);
    await waits(1);
    save("tiny.yaml", readFileSync(join(folder, "tiny.yaml"), "utf8").replace("jobs: 6", "jobs: 7"));
    await waits(2);
    expect(afterRun(2, printed.stdout)).toMatch(/my\.js: .* after cycle \d+, at 0s\n {2}then {2}requestResources/);
  });

  test("goes on watching what is wrong, be it the allocator or the scenario, until it is mended", async () => {
    const { printed, save, waits } = watching("nonsense(;");
    await waits(1);
    expect(printed.stderr).toContain("my.js: loadFailed: order.js:1");
    save("tiny.yaml", "scenario: 2\n");
    await waits(2);
    expect(printed.stderr).toContain("tiny.yaml:1:11: ");
    save("tiny.yaml", readFileSync(join(FIXTURES, "tiny.yaml"), "utf8"));
    save("order.js", FORWARDS);
    await waits(3);
    expect(afterRun(3, printed.stdout)).toContain("against run 1\nmy.js: ok, and was failed (loadFailed)\n");
  });

  test("waits for the scenario where nothing else can be saved", async () => {
    const { printed, waits } = watching(FORWARDS, "--allocator=hierarchical");
    await waits(1);
    expect(printed.stderr).toBe("waiting for the file to be saved; Ctrl-C ends\n");
  });

  test("takes a burst of saves for one", async () => {
    const { printed, save, waits } = watching(FORWARDS);
    await waits(1);
    for (let i = 0; i < 20; i++) {
      save("order.js", `${LATER} // ${i}`);
      save("my.js", `${MINE} // ${i}`);
    }
    await waits(2);
    expect(printed.stdout).toContain("--- run 2: my.js, order.js saved");
    expect(printed.stdout).not.toContain("--- run 3");
  });

  test("gives up a run in progress when a file is saved", async () => {
    const { printed, program, save, waits } = watching(
      'export const order = () => { console.log("on it"); for (;;); };',
      "--call-timeout=none",
    );
    await vi.waitFor(() => expect(printed.stderr).toContain("| on it"), PATIENCE);
    save("order.js", FORWARDS);
    await waits(2);
    expect(afterRun(2, printed.stdout)).toContain("finished");
    expect(rowProcessesOf(program.pid!)).toEqual([]);
  });

  test.skipIf(process.platform !== "linux")("ends at once with Ctrl-C, and leaves nothing behind", async () => {
    const { folder, printed, program } = watching(
      'export const order = () => { console.log("on it"); for (;;); };',
      "--call-timeout=none",
      "--record=journal.jsonl",
    );
    await vi.waitFor(() => expect(printed.stderr).toContain("| on it"), PATIENCE);
    const children = rowProcessesOf(program.pid!);
    expect(children).toHaveLength(1);
    const exit = new Promise((done) => program.once("exit", done));
    program.kill("SIGINT");
    expect(await exit).toBe(130);
    await vi.waitFor(() => expect(children.some(isRunning)).toBe(false), PATIENCE);
    expect(readdirSync(folder).sort()).toEqual(["my.js", "order.js", "tiny.yaml"]);
  });
});

describe("run --watch is refused", () => {
  test.each([
    [
      ["tiny.yaml", "--json"],
      "--watch: --json prints one document, and --watch prints one after the other; give one of the two",
    ],
    [["tiny.yaml", "--seed=x"], '--seed: "x": '],
    [["nowhere.yaml"], "nowhere.yaml"],
  ])("with %j", async (args, complaint) => {
    const { code, stdout, stderr } = await workbench(["run", ...args, "--watch"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(complaint);
  });
});
