#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("../dist/src/main.js", import.meta.url);

if (existsSync(program)) {
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write("workbench: it has not been built yet; run npm install, or npm run build\n");
  process.exitCode = 3;
}
