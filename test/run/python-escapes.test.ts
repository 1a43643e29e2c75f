import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunDocument } from "../../src/report/run-document.js";
import { emptyFolder, workbench } from "../cli/workbench.js";
import { type Escape, escapes } from "./python/escapes.js";

/** A machine with little time to spare takes some seconds for each script. */
const PATIENCE_MS = 600_000;

let requests = 0;
const server = createServer((_request, response) => {
  requests++;
  response.end();
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
afterAll(() => server.close());

const folder = emptyFolder();
const secret = join(emptyFolder(), "secret.txt");
writeFileSync(secret, "a secret");

const SCRIPTS = Object.entries(escapes({ port: (server.address() as AddressInfo).port, secret }));
const ATTEMPTS = SCRIPTS.flatMap(([, attempts]) => Object.entries(attempts));

/** A script that tries, says how it went, and then does its work as any other. */
function scriptOf(attempts: Readonly<Record<string, Escape>>): string {
  const tries = Object.entries(attempts).map(
    ([name, { code }]) => `${code}
try:
    print(${JSON.stringify(`${name}:`)}, "reached", attempt())
except BaseException as error:
    print(${JSON.stringify(`${name}:`)}, "refused", type(error).__name__, error)
`,
  );
  return `${tries.join("\n")}\ndef decide(cluster):\n    pass\n`;
}

/** Runs the scripts as rows of one run, beside an allocator that does no harm. */
async function runAll(scripts: readonly string[]) {
  const args = ["run", "tiny.yaml", "--json", "--call-timeout=120s", "--allocator=drf"];
  const { stdout, stderr } = await workbench([...args, ...scripts.map((path) => `--allocator=${path}`)]);
  const [drf, ...rows] = (JSON.parse(stdout) as RunDocument).allocators;
  return { drf: drf!, rows, printed: stderr.replaceAll(/^.*?\|.*?\| /gm, "") };
}

describe("a script in Python, in the process of its row", () => {
  let ran: Awaited<ReturnType<typeof runAll>>;

  beforeAll(async () => {
    const paths = SCRIPTS.map(([, attempts], i) => {
      const path = join(folder, `attempt-${i}.py`);
      writeFileSync(path, scriptOf(attempts));
      return path;
    });
    ran = await runAll(paths);
  }, PATIENCE_MS);

  const told = (name: string) => ran.printed.split("\n").find((line) => line.startsWith(`${name}: `));

  test.each(ATTEMPTS.map(([name]) => name))("does not reach %s", (name) => {
    expect(told(name)).toMatch(/: refused /);
  });

  test("goes on with its work, and costs no other row anything", async () => {
    const alone = await runAll([]);
    expect(ran.rows.map(({ status }) => status)).toEqual(SCRIPTS.map(() => "ok"));
    expect(ran.drf).toMatchObject({ status: "ok", decisionsHash: alone.drf.decisionsHash });
    expect(requests).toBe(0);
    expect(readFileSync(secret, "utf8")).toBe("a secret");
  });

  test("is told which rule it met", () => {
    expect(told("the module js")).toMatch(/ImportError js cannot be imported: a script has no JavaScript$/);
    expect(told("system, by ctypes")).toMatch(/ctypes cannot be imported: a script cannot call foreign functions$/);
    expect(told("a nap")).toMatch(/RuntimeError time\.sleep: a script's clock stands still/);
    expect(told("a thread")).toMatch(/RuntimeError can't start new thread$/);
    expect(told("a socket")).toMatch(/PermissionError .*Operation not permitted$/);
  });
});

test(
  "what is tried works in a Pyodide as it comes, as far as there is a way at all",
  async () => {
    const working = ATTEMPTS.filter(([, { worksInPlain }]) => worksInPlain);
    const codes = working.map(([name, { code }]) => [name, `${code}\nattempt() and "reached"`]);
    const file = join(folder, "codes.json");
    writeFileSync(file, JSON.stringify(Object.fromEntries(codes)));
    const plain = join(import.meta.dirname, "python", "plain-pyodide.mjs");
    const { stdout } = await promisify(execFile)(process.execPath, [plain, file]);
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(working.map(([name]) => [name, "reached"])));
  },
  PATIENCE_MS,
);
