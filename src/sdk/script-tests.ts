import { allocatorIn } from "./module-allocator.js";
import { ScriptGuest } from "./script-guest.js";
import type { Setup } from "./setup.js";

/** A cluster as a test writes it down. Resources are texts such as "cpus:4;mem:1024". */
export interface TestCluster {
  /** By name: what each agent has. */
  readonly agents: Readonly<Record<string, string>>;
  readonly frameworks: Readonly<Record<string, TestFramework>>;
  /** What a role has beyond its name. Roles that frameworks are in need not stand here. */
  readonly roles?: Readonly<Record<string, TestRole>>;
  /** The allocator's. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

export interface TestFramework {
  readonly role: string;
  /** By agent: what it uses there. */
  readonly uses?: Readonly<Record<string, string>>;
  /** Demand that it has reported: so many tasks of a size. */
  readonly wants?: readonly { readonly count: number; readonly resources: string }[];
  /** As of Mesos, such as REVOCABLE_RESOURCES. */
  readonly capabilities?: readonly string[];
}

export interface TestRole {
  readonly weight?: number;
  readonly guarantees?: string;
  readonly limits?: string;
}

/** Decisions in the journal's form, each list by framework, role and agent. */
export interface TestDecisions {
  readonly offers: readonly TestOffer[];
  readonly inverseOffers: readonly TestDecision[];
  readonly revocations: readonly TestDecision[];
}

export interface TestOffer {
  readonly framework: string;
  readonly role: string;
  readonly agent: string;
  readonly resources: string;
  readonly lends?: { readonly owner: string; readonly resources: string };
  readonly why?: string;
}

type TestDecision = Readonly<Record<string, unknown>>;

/** What the host knows of a cluster that a test has written down: the set-up and the records of a first call. */
interface Begun {
  readonly setup: Setup;
  readonly records: readonly number[];
}

interface Said {
  readonly output: readonly number[];
  readonly texts: readonly string[];
}

/** The host's answer: a value, or what was wrong. */
type Answer = { readonly value: unknown } | { readonly defect: string };

export type TestHostRequest = { readonly begin: TestCluster } | { readonly judge: Said; readonly of: TestCluster };

let askHost: ((request: TestHostRequest) => Answer) | null = null;

/** For the host. @internal */
export function useTestHost(host: (request: TestHostRequest) => unknown): void {
  askHost = host as (request: TestHostRequest) => Answer;
}

function answerOf(request: TestHostRequest): unknown {
  if (askHost === null) throw new Error("this is for tests, which `workbench test FILE` runs");
  const answer = askHost(request);
  if ("defect" in answer) throw new Error(answer.defect);
  return answer.value;
}

/**
 * For tests, run by `workbench test FILE`: what an allocator decides in the first cycle of a cluster. A decision that the host
 * would refuse is an error.
 *
 * @param allocator all that a script exports, or an object with a decide
 */
export function decisionsOf(allocator: object, cluster: TestCluster): TestDecisions {
  const found = allocatorIn(allocator as Readonly<Record<string, unknown>>, null);
  if (typeof found === "string") throw new Error(found);
  const { setup, records } = answerOf({ begin: cluster }) as Begun;
  const guest = new ScriptGuest(found);
  guest.setup(setup);
  const output = [...guest.decide(Float64Array.from(records))];
  const said = { output, texts: [...guest.takeTexts()] };
  return answerOf({ judge: said, of: cluster }) as TestDecisions;
}

/** For tests: an error unless both are the same, looked at as plain data. */
export function equal(actual: unknown, expected: unknown): void {
  if (isSame(actual, expected)) return;
  throw new Error(`expected ${JSON.stringify(expected)}, and it is ${JSON.stringify(actual)}`);
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as Readonly<Record<string, unknown>>[] as [
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((key) => key in right && isSame(left[key], right[key]))
  );
}

export type TestRequest =
  /** Answered with the names of the script's tests. */
  | { readonly tests: true }
  /** Runs a test; answered with null when it passes. */
  | { readonly test: string };

export function isTestRequest(request: object): request is TestRequest {
  return "tests" in request || "test" in request;
}

/** For the host. @internal */
export function answerTestRequest(exports: Readonly<Record<string, unknown>>, request: TestRequest): unknown {
  if ("tests" in request) {
    return Object.keys(exports)
      .filter((name) => isTest(exports, name))
      .sort();
  }
  (exports[request.test] as () => unknown)();
  return null;
}

function isTest(exports: Readonly<Record<string, unknown>>, name: string): boolean {
  return name.startsWith("test") && typeof exports[name] === "function";
}
