import { type ChildProcess, fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { residentMemory } from "../../../src/run/resident-memory.js";
import { networkNamespace } from "../../../src/run/sandbox/network-namespace.js";
import { emptyFolder } from "../../cli/workbench.js";

const namespace = await networkNamespace();

const server = createServer((socket) => socket.end());
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address() as AddressInfo;
afterAll(() => server.close());

/** Tells its process id and whether it reached this program's server; then it waits. */
const CLIENT = join(emptyFolder(), "client.cjs");
writeFileSync(
  CLIENT,
  `const socket = require("net").connect(${port}, "127.0.0.1");
   const tell = (reached) => process.send({ reached, pid: process.pid });
   socket.once("connect", () => tell(true));
   socket.once("error", () => tell(false));`,
);

function start(before: readonly string[]): ChildProcess {
  const [execPath = process.execPath, ...execArgv] = [...before, process.execPath];
  return fork(CLIENT, [], { execPath, execArgv });
}

function message(child: ChildProcess): Promise<{ reached: boolean; pid: number }> {
  return new Promise((done) => child.once("message", (told) => done(told as { reached: boolean; pid: number })));
}

describe.skipIf(namespace.length === 0)("a process in a network namespace of its own", () => {
  test("does not reach a server that any other process reaches", async () => {
    const inside = start(namespace);
    const outside = start([]);
    // Both are listened to from the beginning: either may be the first to tell.
    const told = await Promise.all([message(inside), message(outside)]);
    expect(told.map(({ reached }) => reached)).toEqual([false, true]);
    for (const child of [inside, outside]) child.kill("SIGKILL");
  });

  test("is the very process that was started: it can be measured and killed", async () => {
    const child = start(namespace);
    const { pid } = await message(child);
    expect(pid).toBe(child.pid);
    expect(residentMemory(pid)).toBeGreaterThan(10 * 1024 ** 2);
    const ended = new Promise((done) => child.once("exit", (_code, signal) => done(signal)));
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
  });
});
