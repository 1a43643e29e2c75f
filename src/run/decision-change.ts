import { isJsonObject, type JsonObject } from "../journal/json-fields.js";
import { isGivenUp } from "./journal-trail.js";
import { type TrailLine, trailLines } from "./trail-lines.js";

/** How what a row decided differs from what it decided in another run. */
export type DecisionChange =
  | { readonly kind: "same" }
  | FirstChange
  /** One of the runs has no trail that could be read. */
  | { readonly kind: "unknown" };

/** The first operation that was answered otherwise, or that was another one. */
export interface FirstChange {
  readonly kind: "decisions" | "operations";
  /** Which call of the allocator it was; where it was none, or another one, how many there had been before it. */
  readonly cycle: number;
  /** Seconds of virtual time. */
  readonly t: number;
  /** What only one of them has: decisions, or the operation; empty: nothing. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Reads two trails up to the first difference. What is said for people (`why`) does not count.
 *
 * @param thenFd null: there is none
 */
export function decisionChange(thenFd: number | null, nowFd: number | null): DecisionChange {
  if (thenFd === null || nowFd === null || isGivenUp(thenFd) || isGivenUp(nowFd)) return { kind: "unknown" };
  const before = trailLines(thenFd);
  let cycle = 0;
  let then: TrailLine | undefined;
  for (const now of trailLines(nowFd)) {
    then = before.next().value as TrailLine | undefined;
    if (then === undefined || !isSame(then, now)) return firstChange(then, now, cycle);
    if (now.isAsked) cycle++;
  }
  then = before.next().value as TrailLine | undefined;
  return then === undefined ? { kind: "same" } : firstChange(then, undefined, cycle);
}

const FAILED = "failed";
const NO_MORE = "no operation any more";

function firstChange(then: TrailLine | undefined, now: TrailLine | undefined, cyclesBefore: number): FirstChange {
  const [old, young] = [parsed(then), parsed(now)];
  const t = Math.min(...[old, young].flatMap((line) => (line === null ? [] : [line.t as number])));
  if (old === null || young === null || operationText(old) !== operationText(young)) {
    const [before, after] = differingParts(old, young);
    return { kind: "operations", cycle: cyclesBefore, t, before: [before], after: [after] };
  }
  const [left, right] = [answers(then as TrailLine, old), answers(now as TrailLine, young)];
  return {
    kind: "decisions",
    cycle: cyclesBefore + 1,
    t,
    before: left.filter((text) => !right.includes(text)),
    after: right.filter((text) => !left.includes(text)),
  };
}

/** Each from where they begin to differ: `requestResources ..."count":6,...` */
function differingParts(old: JsonObject | null, young: JsonObject | null): [string, string] {
  const [left, right] = [old, young].map((line) => (line === null ? "" : operationText(line))) as [string, string];
  let common = 0;
  while (common < left.length && left[common] === right[common]) common++;
  const from = Math.max(left.lastIndexOf(",", common), left.lastIndexOf("{", common)) + 1;
  const part = (line: JsonObject | null, text: string) =>
    line === null ? NO_MORE : `${line.op} ${from > 1 ? "..." : ""}${text.slice(from, -1)}`;
  return [part(old, left), part(young, right)];
}

function isSame(then: TrailLine, now: TrailLine): boolean {
  if (then.text === now.text) return then.isWhole === now.isWhole;
  if (!then.isWhole || !now.isWhole || !(then.text.includes('"why"') || now.text.includes('"why"'))) return false;
  const [old, young] = [parsed(then) as JsonObject, parsed(now) as JsonObject];
  return operationText(old) === operationText(young) && `${answers(then, old)}` === `${answers(now, young)}`;
}

function parsed(line: TrailLine | undefined): JsonObject | null {
  if (line === undefined) return null;
  try {
    const object: unknown = JSON.parse(line.isWhole ? line.text : `${line.text}}`);
    return isJsonObject(object) ? object : null;
  } catch {
    return null;
  }
}

function operationText({ offers, inverseOffers, revocations, ...operation }: JsonObject): string {
  return JSON.stringify(operation);
}

function answers({ isWhole }: TrailLine, { offers, inverseOffers, revocations }: JsonObject): string[] {
  if (!isWhole) return [FAILED];
  return [
    ...decisionTexts("offer", offers),
    ...decisionTexts("inverse offer", inverseOffers),
    ...decisionTexts("revoke", revocations),
  ];
}

/** `offer web prod agent-001 cpus:2;mem:1024` */
function decisionTexts(verb: string, decisions: unknown): string[] {
  if (!Array.isArray(decisions)) return [];
  return decisions.map((decision: JsonObject) => {
    const { framework, role, agent, resources, task, deadline, lends } = decision;
    const words = [verb, framework, role, agent, resources, task].filter((word) => word !== undefined);
    const lent = isJsonObject(lends) ? [`lent by ${lends.owner}`] : [];
    const until = deadline === undefined ? [] : [`by ${deadline}s`];
    return [...words, ...lent, ...until].join(" ");
  });
}
