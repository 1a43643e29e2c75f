import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, so that no worker is left alone with it at the end. A clean clone knows no earlier times. */
const LONGEST = [
  "test/catalogue/catalogue.test.ts",
  "test/conformance/hierarchical-base.test.ts",
  "test/battery/test-command.test.ts",
  "test/run/misbehaviour.test.ts",
  "test/cli/newcomer.test.ts",
  "test/conformance/languages.test.ts",
  "test/bench/bench-command.test.ts",
  "test/cli/modules-check.test.ts",
  "test/cli/compare.test.ts",
  "test/run/failure-journal.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
