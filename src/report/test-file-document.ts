import type { TestVerdict } from "../run/script-tests/test-verdict.js";

/** What `workbench test FILE... --json` prints. */
export interface TestFilesDocument {
  readonly files: readonly TestFileDocument[];
  readonly counts: { readonly passed: number; readonly failed: number; readonly broken: number };
}

export interface TestFileDocument {
  readonly file: string;
  /** `broken`: it could not be loaded, or a test did not come back: nothing is known of its tests. */
  readonly status: "passed" | "failed" | "broken";
  readonly failure: { readonly kind: string; readonly message: string; readonly stack: readonly string[] } | null;
  readonly tests: readonly TestVerdict[];
}

export function toTestFilesDocument(files: readonly TestFileDocument[]): TestFilesDocument {
  const tests = files.flatMap((file) => file.tests);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const broken = files.filter(({ status }) => status === "broken").length;
  return { files, counts: { passed: count("passed"), failed: count("failed"), broken } };
}

/** As a person reads it. */
export function testFilesText({ files, counts }: TestFilesDocument): string {
  const { passed, failed, broken } = counts;
  const sums = [`${passed} passed`, `${failed} failed`, ...(broken === 0 ? [] : [`${broken} files broken`])];
  return `${[...files.flatMap(fileLines), "", sums.join(", ")].join("\n")}\n`;
}

function fileLines({ file, failure, tests }: TestFileDocument): string[] {
  const trouble =
    failure === null ? [] : [`  broken  ${failure.kind}: ${failure.message}`, ...stackLines(failure.stack)];
  return [file, ...tests.flatMap(testLines), ...trouble];
}

function testLines({ name, status, message, stack }: TestVerdict): string[] {
  return [`  ${status}  ${name}${message === null ? "" : `: ${message}`}`, ...stackLines(stack)];
}

function stackLines(stack: readonly string[]): string[] {
  return stack.map((frame) => `            at ${frame}`);
}
