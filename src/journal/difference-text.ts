import type { DecisionDifference, OfferRecord } from "./decision-difference.js";
import type { HeldShare } from "./held-shares.js";

/** More differing offers than this are counted only. */
const MOST_OFFERS = 20;

/** A difference as a person reads it: what was expected beside what came, and how large the shares were. */
export function differenceText(difference: DecisionDifference): string {
  const { expected, actual, others, counts, neverOffered } = difference;
  const lines = [...headline(difference), ...sideBySide(expected, actual)];
  if (counts !== undefined) lines.push(`  offers expected ${counts.expected}, actual ${counts.actual}`);
  if (neverOffered === true) lines.push("  the journal's next operation answers this offer, which was not made here");
  if (others !== undefined) {
    lines.push(
      `  expected also ${JSON.stringify(others.expected)}`,
      `  actual also   ${JSON.stringify(others.actual)}`,
    );
  }
  return [...lines, ...shareLines(difference.shares)].join("\n");
}

function headline({ line, expected, actual }: DecisionDifference): string[] {
  const common = inCommon(expected, actual).size;
  const same = common === 0 ? "" : ` (${common} offers are the same and left out)`;
  return [`  first difference at line ${line}${same}`];
}

function sideBySide(expected: readonly OfferRecord[], actual: readonly OfferRecord[]): string[] {
  const common = inCommon(expected, actual);
  const [left, right] = [expected, actual].map((offers) =>
    shortened(offers.map(offerText).filter((o) => !common.has(o))),
  );
  if (left === undefined || right === undefined || left.length + right.length === 0) return [];
  const rows = [["expected", "actual"], ...paired(left, right)] as [string, string][];
  const width = Math.max(...rows.map(([text]) => text.length));
  return rows.map(([a, b]) => `  ${a.padEnd(width)} | ${b}`.trimEnd());
}

function paired(left: readonly string[], right: readonly string[]): [string, string][] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [left[i] ?? "-", right[i] ?? "-"]);
}

function shortened(texts: readonly string[]): string[] {
  if (texts.length <= MOST_OFFERS) return [...texts];
  return [...texts.slice(0, MOST_OFFERS), `and ${texts.length - MOST_OFFERS} more`];
}

function inCommon(expected: readonly OfferRecord[], actual: readonly OfferRecord[]): ReadonlySet<string> {
  const ofActual = new Set(actual.map(offerText));
  return new Set(expected.map(offerText).filter((offer) => ofActual.has(offer)));
}

function offerText({ framework, role, agent, resources, lends }: OfferRecord): string {
  const lent = lends === undefined ? "" : ` (lent by ${lends.owner}: ${lends.resources})`;
  return `${framework} ${role} ${agent} ${resources}${lent}`;
}

function shareLines(shares: readonly HeldShare[]): string[] {
  if (shares.length === 0) return [];
  return [
    "  dominant shares with the actual offers:",
    ...shares.map(({ role, framework, share, resource }) => {
      const of = resource === null ? "" : ` (${resource})`;
      return `    ${framework} in ${role}: ${share.toFixed(6)}${of}`;
    }),
  ];
}
