/**
 * How this program is called again, as it was called: in a fresh clone `workbench` alone is no command, and `npx` says in
 * the environment that it was there.
 */
export function programWords(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  return environment.npm_command === "exec" ? ["npx", "workbench"] : ["workbench"];
}
