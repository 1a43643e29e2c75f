import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";

/** A scenario as the catalogue's page shows it. */
interface Entry {
  readonly file: string;
  /** The first sentence of the comment at its head. */
  readonly question: string;
  /** Its description. */
  readonly shows: string;
  /** What its rows use, each once. */
  readonly allocators: readonly string[];
  /** The comment above the control. */
  readonly control: string;
}

const HEAD = `# The catalogue

One question each, named by it. Every scenario has expectations, and a control that takes away what they expect: under it they must
fail, but for those marked \`unaffected\`. A test runs all of them both ways.

\`\`\`sh
npx workbench run scenarios/headroom.yaml
npx workbench run scenarios/headroom.yaml --control
npx workbench compare scenarios/*.yaml --seeds 3 --out catalogue
\`\`\`

Each file begins with the question, then says how the figures follow from the rules, where they do. This page is made from the files:
\`npx vitest run test/catalogue/page.test.ts -u\` writes it anew.

| scenario | question | what it shows | allocators | control |
|---|---|---|---|---|
`;

/** @param files scenario files, in order */
export function cataloguePage(files: readonly string[]): string {
  return HEAD + files.map((file) => row(readEntry(file))).join("");
}

/** @throws Error that names what the file lacks */
export function readEntry(path: string): Entry {
  const text = readFileSync(path, "utf8");
  const file = basename(path);
  const { description, allocators } = parse(text) as { description?: string; allocators: readonly { use: string }[] };
  const lines = text.split("\n");
  const head = comment(lines.slice(lines[0]?.includes("yaml-language-server") ? 1 : 0));
  const control = comment(linesAbove(lines, lines.indexOf(lines.find((line) => line.startsWith("control:")) ?? "")));
  const entry = {
    file,
    question: /^[^?]*\?/.exec(head)?.[0] ?? "",
    shows: description ?? "",
    allocators: [...new Set(allocators.map(({ use }) => basename(use)))],
    control: control.replace(/^Control: /, ""),
  };
  for (const key of ["question", "shows", "control"] as const) {
    if (entry[key] === "") throw new Error(`${file} does not say its ${key}`);
  }
  return entry;
}

/** The comment that the lines begin with, on one line, without what is indented in it. */
function comment(lines: readonly string[]): string {
  const end = lines.findIndex((line) => !line.startsWith("#"));
  const text = lines.slice(0, end < 0 ? lines.length : end).map((line) => line.slice(1).trim());
  return text.join(" ").trim();
}

function linesAbove(lines: readonly string[], at: number): readonly string[] {
  let from = at;
  while (from > 0 && lines[from - 1]?.startsWith("#")) from--;
  return lines.slice(from, at);
}

function row({ file, question, shows, allocators, control }: Entry): string {
  const cells = [`[${basename(file, ".yaml")}](${file})`, question, shows, allocators.join(", "), control];
  return `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |\n`;
}
