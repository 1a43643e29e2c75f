import { serveParent } from "../child-work.js";
import { runTests, type TestFileJob } from "./run-tests.js";
import type { TestVerdict } from "./test-verdict.js";

serveParent<TestFileJob, TestVerdict[]>(runTests);
