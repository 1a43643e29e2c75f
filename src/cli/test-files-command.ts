import { statSync } from "node:fs";
import { languageOf } from "../allocator/language.js";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { type TestFileDocument, testFilesText, toTestFilesDocument } from "../report/test-file-document.js";
import { formatDocument } from "../report/to-run-document.js";
import { printedLine } from "../run/print-moment.js";
import { runTestFile } from "../run/script-tests/run-test-file.js";
import type { TestFileJob } from "../run/script-tests/run-tests.js";
import { DEFAULT_LIMITS } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { type LimitFlagTexts, readLimits } from "./limit-flags.js";
import { readLuaEngine } from "./lua-engine-flag.js";

/** The flags of `workbench test` that say something of scripts' own tests. */
export interface TestFilesFlagTexts extends LimitFlagTexts {
  readonly luaEngine?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly debug?: true;
}

const KNOWN: readonly string[] = [
  ...["luaEngine", "json", "quiet", "debug"],
  ...["callTimeout", "runTimeout", "stepLimit", "memoryLimit", "outputLimit", "stackLimit"],
];

/** `workbench test FILE...`: the tests that scripts have of their own. @throws BadInput before any is run */
export async function testFilesCommand(
  files: readonly string[],
  texts: TestFilesFlagTexts,
  console: Console,
): Promise<ExitCode> {
  const complaints: Complaint[] = [...files.flatMap(complaintsOf), ...complaintsOfFlags(texts)];
  const limits = { ...DEFAULT_LIMITS, ...readLimits(texts, complaints) };
  const luaEngine = readLuaEngine(texts.luaEngine, complaints);
  if (complaints.length > 0) throw new BadInput(complaints);
  const tested: TestFileDocument[] = [];
  for (const path of files) tested.push(await testFile({ path, luaEngine, limits }, texts, console));
  const untested = tested.filter(({ status, tests }) => status !== "broken" && tests.length === 0);
  if (untested.length > 0) throw new BadInput(untested.map(({ file }) => noTests(file)));
  const document = toTestFilesDocument(tested);
  if (texts.json) console.result(formatDocument(document));
  else if (!texts.quiet) console.result(testFilesText(document));
  if (texts.json || texts.quiet) tellTrouble(tested, console);
  return exitCode(tested);
}

function complaintsOf(file: string): Complaint[] {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return [{ place: file, rule: "there is no such file", nextStep: "check the path" }];
  if (found.isDirectory()) return [{ place: file, rule: "it is a folder", nextStep: "name the files in it" }];
  const language = languageOf(file);
  if (language !== undefined && language !== "native") return [];
  const rule = "tests are written in Lua, Python, JavaScript or TypeScript";
  return [{ place: file, rule, nextStep: "name a .lua, .py, .js or .ts file" }];
}

/** The battery's flags say nothing of scripts' own tests. */
function complaintsOfFlags(texts: object): Complaint[] {
  return Object.keys(texts)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => ({
      place: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      rule: "it is for the battery of a module, and not for files with tests",
      nextStep: "leave it out, or the files",
    }));
}

function noTests(file: string): Complaint {
  const rule = "there are no tests in it: functions whose names begin with test";
  return { place: file, rule, nextStep: "export one, such as test_offers; in Lua return it in a table" };
}

async function testFile(
  job: TestFileJob,
  { quiet, debug }: TestFilesFlagTexts,
  console: Console,
): Promise<TestFileDocument> {
  const { path: file } = job;
  const result = await runTestFile(job, (line, moment) =>
    quiet ? undefined : console.note(printedLine(file, line, { ...moment, phase: "starting" })),
  );
  if (result.kind === "answered") {
    const tests = result.answer;
    const status = tests.some((test) => test.status === "failed") ? "failed" : "passed";
    return { file, status, failure: null, tests };
  }
  const { kind, message, frames, cycle, stack } = result.failure;
  if (debug && stack !== null) console.details(stack);
  const which = cycle === null ? "" : `test ${cycle}: `;
  return { file, status: "broken", failure: { kind, message: `${which}${message}`, stack: frames }, tests: [] };
}

function tellTrouble(files: readonly TestFileDocument[], console: Console): void {
  for (const { file, failure, tests } of files) {
    if (failure !== null) console.note(`${file}: ${failure.kind}: ${failure.message}`);
    for (const { name, message } of tests) if (message !== null) console.note(`${file}: ${name}: ${message}`);
  }
}

function exitCode(files: readonly TestFileDocument[]): ExitCode {
  if (files.some(({ status }) => status === "broken")) return EXIT.failed;
  return files.some(({ status }) => status === "failed") ? EXIT.notHeld : EXIT.held;
}
