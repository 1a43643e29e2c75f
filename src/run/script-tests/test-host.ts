import { WrittenCluster } from "./written-cluster.js";

/** What a test wants to know of its host. It comes from a script: nothing of it is taken for granted. */
interface TestHostRequest {
  readonly begin?: unknown;
  readonly judge?: { readonly output?: unknown; readonly texts?: unknown };
  readonly of?: unknown;
}

/** JSON text to JSON text: a value, or what is wrong with what the test has written down or the allocator decided. */
export function testHost(request: string): string {
  try {
    return JSON.stringify({ value: answerTo(JSON.parse(request) as TestHostRequest) });
  } catch (error) {
    return JSON.stringify({ defect: error instanceof Error ? error.message : String(error) });
  }
}

function answerTo({ begin, judge, of }: TestHostRequest): object {
  if (judge === undefined) return new WrittenCluster(begin).begin();
  const cluster = new WrittenCluster(of);
  // Keys are added while the guest's set-up is made: it is made in the same way.
  cluster.begin();
  return cluster.judge(numbersOf(judge.output), textsOf(judge.texts));
}

/** Lua's empty tables are records as well. */
function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
