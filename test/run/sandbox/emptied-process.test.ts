import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engineFlags } from "../../../src/run/engine-flags.js";
import { sandboxFlags } from "../../../src/run/sandbox/sandbox-flags.js";
import { DEFAULT_LIMITS } from "../../../src/scenario/scenario.js";
import { emptyFolder } from "../../cli/workbench.js";

interface Report {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly left: readonly string[];
  readonly random: readonly unknown[];
}

const servers: Server[] = [];

function listening(at: number | string): Promise<Server> {
  const server = createServer((_request, response) => response.end("here"));
  servers.push(server);
  return new Promise((done) => server.listen(at as number, () => done(server)));
}

/** Tries everything, in a process that is made as a script's is, or in a free one. */
async function tryEverything(isSandboxed: boolean): Promise<Report> {
  const folder = emptyFolder();
  writeFileSync(join(folder, "secret.txt"), "");
  const socket = join(folder, "socket");
  const { port } = (await listening(0)).address() as AddressInfo;
  await listening(socket);
  const flags = isSandboxed ? [...engineFlags(DEFAULT_LIMITS, false), ...sandboxFlags([import.meta.dirname])] : [];
  const child = fork(
    join(import.meta.dirname, "attempts.mjs"),
    [String(port), socket, folder, ...(isSandboxed ? ["sandboxed"] : [])],
    { execArgv: ["--no-warnings", ...flags], serialization: "advanced", stdio: ["ignore", "pipe", "pipe", "ipc"] },
  );
  let stderr = "";
  child.stderr?.on("data", (text: Buffer) => {
    stderr += text;
  });
  return new Promise((done, failed) => {
    child.once("message", (report) => done(report as Report));
    // Not at its exit, which may be heard of before what it told last.
    child.once("disconnect", () => failed(new Error(`no report: ${stderr}`)));
  });
}

let free: Report;
let sandboxed: Report;

beforeAll(async () => {
  free = await tryEverything(false);
  sandboxed = await tryEverything(true);
});

afterAll(() => {
  for (const server of servers) server.close();
});

/** Some of what is tried is there on Linux only. */
describe.skipIf(process.platform !== "linux")("code that has broken out of its virtual machine", () => {
  test("finds closed what is open in any other process", () => {
    const open = Object.entries(sandboxed.outcomes).filter(([, outcome]) => outcome === "done");
    expect(open).toEqual([]);
    // Each attempt is one that works: otherwise it would show nothing.
    const failing = Object.entries(free.outcomes).filter(([, outcome]) => outcome !== "done");
    expect(failing).toEqual([]);
  });

  test("is told what is closed", () => {
    expect(sandboxed.outcomes["net, imported"]).toBe("net.connect is closed to scripts");
    expect(sandboxed.outcomes["a signal to the parent"]).toMatch(/ is closed to scripts$/);
  });

  test("finds nothing that Node would not let be closed, but what only computes", () => {
    const computing = ["crypto.createCipher", "crypto.createDecipher", "perf_hooks.constants", "tls.rootCertificates"];
    // These lead to an object that is emptied itself.
    const leading = ["crypto.fips", "crypto.webcrypto", "crypto.subtle", "crypto.getRandomValues"];
    expect(sandboxed.left.filter((name) => ![...computing, ...leading].includes(name))).toEqual([]);
  });

  test("draws the same random numbers in every process", async () => {
    expect((await tryEverything(true)).random).toEqual(sandboxed.random);
    expect(free.random).not.toEqual(sandboxed.random);
  });
});
