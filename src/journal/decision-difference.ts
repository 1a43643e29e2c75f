import type { Decisions, Offer } from "../allocator/decisions.js";
import type { Ledger } from "../allocator/ledger.js";
import type { Operation } from "../allocator/operations.js";
import type { Directory } from "../cluster/directory.js";
import { add, NO_RESOURCES, type Resources } from "../cluster/resources.js";
import { type HeldShare, heldShares } from "./held-shares.js";
import { LineEncoder } from "./line-encoder.js";
import type { Journal, JournalLine } from "./read-journal.js";

/** An offer as a journal writes it. */
export interface OfferRecord {
  readonly framework: string;
  readonly role: string;
  readonly agent: string;
  readonly resources: string;
  readonly lends?: { readonly owner: string; readonly resources: string };
}

/** Where an allocator first decided otherwise than recorded. */
export interface DecisionDifference {
  /** 1-based line of the journal. */
  readonly line: number;
  readonly expected: readonly OfferRecord[];
  readonly actual: readonly OfferRecord[];
  /** Inverse offers and revocations in the journal's form, where these are not the same. */
  readonly others?: { readonly expected: unknown; readonly actual: unknown };
  /** In a summary journal: the numbers of offers, all that is recorded there. */
  readonly counts?: { readonly expected: number; readonly actual: number };
  /**
   * Where an operation of a summary journal answers an offer that this allocator did not make: the offer stands in
   * `expected`.
   */
  readonly neverOffered?: true;
  /** What those who stand in either list hold once the actual offers are made. */
  readonly shares: readonly HeldShare[];
}

export function decisionDifference(
  { directory, header }: Journal,
  line: JournalLine,
  actual: Decisions,
  ledger: Ledger,
): DecisionDifference {
  const expected = line.decisions;
  const others = othersOf(directory, expected, actual);
  return {
    line: line.line,
    expected: offerRecords(directory, expected.offers),
    actual: offerRecords(directory, actual.offers),
    ...(others === undefined ? {} : { others }),
    ...(header.isSummary ? { counts: { expected: line.offerCount, actual: actual.offers.length } } : {}),
    shares: heldShares(ledger, [...expected.offers, ...actual.offers], header.options),
  };
}

/** An operation of a summary journal that cannot follow what this allocator decided before: its offers were others. */
export function neverOffered({ directory, header }: Journal, line: JournalLine, ledger: Ledger): DecisionDifference {
  const offer = answeredOffer(line.operation);
  const answered = offer === undefined ? [] : [offer];
  return {
    line: line.line,
    expected: offerRecords(directory, answered),
    actual: [],
    neverOffered: true,
    shares: heldShares(ledger, answered, header.options),
  };
}

/** The offer, or the part of one, that an operation answers. */
export function answeredOffer(operation: Operation): Offer | undefined {
  switch (operation.op) {
    case "recoverResources":
    case "acceptOffer":
      return offerOf(operation, operation.resources);
    case "updateAllocation":
      return offerOf(
        operation,
        operation.conversions.reduce((sum, { from }) => add(sum, from), NO_RESOURCES),
      );
    default:
      return undefined;
  }
}

function offerOf({ framework, role, agent }: Pick<Offer, "framework" | "role" | "agent">, resources: Resources): Offer {
  return { framework, role, agent, resources, lends: null, why: null };
}

function offerRecords(directory: Directory, offers: readonly Offer[]): OfferRecord[] {
  return JSON.parse(new LineEncoder(directory).offers(offers, false));
}

function othersOf(directory: Directory, expected: Decisions, actual: Decisions): DecisionDifference["others"] {
  const encoder = new LineEncoder(directory);
  const [ofExpected, ofActual] = [expected, actual].map((decisions) =>
    encoder.decisions({ ...decisions, offers: [] }, false),
  ) as [string, string];
  if (ofExpected === ofActual) return undefined;
  return { expected: JSON.parse(`{${ofExpected.slice(1)}}`), actual: JSON.parse(`{${ofActual.slice(1)}}`) };
}
