/** Prints a line of foreign code, in its own process. The parent says whose line it is. */
export function printToParent(line: string): void {
  process.stdout.write(`${line}\n`);
}
