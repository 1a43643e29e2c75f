// Runs texts of Python in a Pyodide as it comes, in a process that is free, and prints as JSON how each ended.

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const codes = JSON.parse(readFileSync(process.argv[2], "utf8"));
const outcomes = {};
const pyodide = await loadPyodide({ stdout: () => {}, stderr: () => {} });
for (const [name, code] of Object.entries(codes)) {
  try {
    outcomes[name] = String(pyodide.runPython(code));
  } catch (error) {
    outcomes[name] = String(error.message).trim().split("\n").at(-1);
  }
}
process.stdout.write(JSON.stringify(outcomes));
process.exit(0);
