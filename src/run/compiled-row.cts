/*
 * The code of a row's process, as V8 keeps it: with what V8 has compiled of it before. V8 looks itself whether that is its
 * own, made by the same version under the same flags, and compiles anew what is not.
 */
const fs = require("node:fs") as typeof import("node:fs");
const path = require("node:path") as typeof import("node:path");
const vm = require("node:vm") as typeof import("node:vm");

/** What the build makes of `row-code.ts`: a function as Node makes it of a CommonJS module, in ASCII, the fastest to read. */
const CODE = path.join(__dirname, "row-code.cjs");

/** What V8 makes of that. */
const COMPILED = path.join(__dirname, "row-code.compiled");

/** V8 forgets of compiled code where its imports lead: the build leaves none in it. */
function read(): import("node:vm").Script {
  const code = fs.readFileSync(CODE, "latin1");
  const cachedData = readCompiled();
  return new vm.Script(code, { filename: CODE, ...(cachedData && { cachedData }) });
}

/** There is none while it is made. */
function readCompiled(): Buffer | undefined {
  try {
    return fs.readFileSync(COMPILED);
  } catch {
    return undefined;
  }
}

/** @returns what the code exports */
function run(script: import("node:vm").Script): unknown {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, CODE, __dirname);
  return module.exports;
}

module.exports = { COMPILED, read, run };
