import { posix } from "node:path";

const IMPORT = /^import .* from "\.\.?\/[^"]+";\n/gm;
const RE_EXPORT = /^export (type )?\{([^}]*)\} from "(\.\/[^"]+)\.js";\n/gm;

/**
 * What editors show of `import ... from "workbench"`, in one file: to lie beside a script, with nothing to configure.
 *
 * @param read gives the declarations that the compiler wrote for a file of the SDK, by its path below the SDK without an ending
 */
export function editorTypes(read: (file: string) => string): string {
  const main = read("workbench");
  const exported = [...main.matchAll(RE_EXPORT)].map(([, type = "", names = ""]) => `export ${type}{${names}};\n`);
  const needed = filesFrom("workbench", read).filter((file) => file !== "workbench");
  const declared = needed.map((file) => asPart(read(file)));
  return `${HEAD}\ndeclare module "workbench" {\n${indented([...declared, ...exported].join("\n"))}}\n`;
}

const HEAD = `// What a script in JavaScript or TypeScript imports as "workbench". Written by the workbench: changes here have no effect.
`;

/** The file and all that it leans on, in the order in which they are first named. */
function filesFrom(file: string, read: (file: string) => string, found: string[] = []): string[] {
  if (found.includes(file)) return found;
  found.push(file);
  for (const [, next = ""] of read(file).matchAll(/from "(\.\.?\/[^"]+)\.js"/g)) {
    filesFrom(posix.join(posix.dirname(file), next), read, found);
  }
  return found;
}

/** Within a module that is declared, nothing is declared or exported again. */
function asPart(declarations: string): string {
  return declarations
    .replace(IMPORT, "")
    .replace(/^export \{\};\n/gm, "")
    .replace(/^(?:export )?(?:declare )?(?=(?:abstract |const |class |function |interface |type ))/gm, "");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "    ");
}
