import { LedgerError } from "../../allocator/ledger.js";
import { ResourceTextError } from "../../cluster/resource-text.js";
import { WrittenCluster } from "./written-cluster.js";

/** What a test wants to know of its host. It comes from a script: nothing of it is taken for granted. */
interface Wanted {
  readonly begin?: unknown;
  readonly judge?: { readonly output?: unknown; readonly texts?: unknown };
  readonly of?: unknown;
}

/** A value, or what is wrong with what the test has written down or the allocator decided. */
export function answerTo(wanted: unknown): { readonly value: unknown } | { readonly defect: string } {
  const { begin, judge, of } = wanted as Wanted;
  try {
    if (judge === undefined) return { value: new WrittenCluster(begin).begin() };
    const cluster = new WrittenCluster(of);
    // Keys are added while the guest's set-up is made: it is made in the same way.
    cluster.begin();
    return { value: cluster.judge(numbersOf(judge.output), textsOf(judge.texts)) };
  } catch (error) {
    if (error instanceof LedgerError || error instanceof ResourceTextError || isOwn(error)) {
      return { defect: error.message };
    }
    throw error;
  }
}

/** An error that was made for the test to read, and no defect of this program. */
function isOwn(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof TypeError || error instanceof RangeError);
}

function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
