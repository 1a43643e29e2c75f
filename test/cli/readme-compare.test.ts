import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, workbench } from "./workbench.js";

const ROOT = resolve(import.meta.dirname, "../..");
const PATIENCE_MS = 600_000;

/** The command of the README's chapter on comparisons, and what it says that the command prints. */
function chapter(): { readonly command: string; readonly shown: readonly string[] } {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const text = readme.slice(readme.indexOf("\n## Compare\n"), readme.indexOf("\n## Scenarios\n"));
  const [, command = "", output = ""] = /```sh\n(.*?)\n```.*?\n```\n(.*?)```/s.exec(text) ?? [];
  return { command, shown: output.split("\n").filter((line) => line !== "") };
}

/** The words of a command, as a shell has them. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? (plain as string));
}

test(
  "the README's comparison comes to what the README shows of it",
  async () => {
    const { command, shown } = chapter();
    const [npx, program, ...args] = wordsOf(command);
    expect([npx, program, args[0]]).toEqual(["npx", "workbench", "compare"]);
    const out = emptyFolder();
    const own = args.map((word, i) => (args[i - 1] === "--out" ? out : word));
    const { stdout } = await workbench(own, {}, ROOT);
    const printed = new Set(stdout.split("\n"));
    // Columns are as wide as the cell of wall-clock time.
    const squeezed = new Set([...printed].map((line) => line.replace(/ {2,}/g, "  ")));
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((line) => !squeezed.has(line.replace(/ {2,}/g, "  ")))).toEqual([]);
  },
  PATIENCE_MS,
);
