import { describe, expect, it } from "vitest";
import { decodeAnswer } from "../../src/runtimes/wire-decisions.js";
import { MOST_TEXT_BYTES, WIRE_DECISION } from "../../src/sdk/wire-codes.js";

const offer = [WIRE_DECISION.offer, 8, 0, 1, 2, 1, 0, 4000, -1, 0];
const inverseOffer = [WIRE_DECISION.inverseOffer, 6, 0, 2, 9, 1, 0, 4000];
const revocation = [WIRE_DECISION.revocation, 8, 0, 1, 2, 9, 5, 1, 3, 4000];
const why = (text: number) => [WIRE_DECISION.why, 1, text];
const metric = (name: number, unit: number, value: number) => [WIRE_DECISION.metric, 3, name, unit, value];

function decode(records: readonly number[][], texts: readonly string[] = []) {
  let taken = 0;
  const answer = decodeAnswer(Float64Array.from(records.flat()), 7, () => {
    taken++;
    return texts;
  });
  return { ...answer, taken };
}

describe("a guest's answer", () => {
  it("has a reason behind any decision that has one", () => {
    const { decisions } = decode([offer, why(1), offer, inverseOffer, why(0), revocation, why(2)], ["a", "b", "c"]);
    expect(decisions.offers.map((o) => o.why)).toEqual(["b", null]);
    expect(decisions.inverseOffers.map((o) => o.why)).toEqual(["a"]);
    expect(decisions.revocations.map((o) => o.why)).toEqual(["c"]);
  });

  it("has the allocator's own numbers, whole or not, at the time of the call", () => {
    const { samples } = decode([metric(0, 1, 0.5), offer, metric(2, 1, -3e300)], ["load", "", "debt"]);
    expect(samples).toEqual([
      { t: 7, name: "load", unit: "", value: 0.5 },
      { t: 7, name: "debt", unit: "", value: -3e300 },
    ]);
  });

  it("has its resource keys in order, however the guest wrote them", () => {
    const backwards = [WIRE_DECISION.offer, 12, 0, 1, 2, 3, 4, 40, 0, 4000, 2, 20, -1, 0];
    const [read] = decode([backwards]).decisions.offers;
    expect(read?.resources).toEqual({ keys: [0, 2, 4], amounts: [4000, 20, 40] });
  });

  it("has the keys that each offer is of, whatever the one before is of", () => {
    const offerOf = (...pairs: number[]) => [
      WIRE_DECISION.offer,
      6 + pairs.length,
      0,
      1,
      2,
      pairs.length / 2,
      ...pairs,
      -1,
      0,
    ];
    const alike = [offerOf(0, 8, 2, 9), offerOf(0, 7, 2, 6)];
    const records = [...alike, offerOf(0, 5, 3, 4), offerOf(2, 5, 0, 4), offerOf(0, 3), offerOf(0, 2, 3, 1)];
    expect(decode(records).decisions.offers.map(({ resources }) => resources)).toEqual([
      { keys: [0, 2], amounts: [8, 9] },
      { keys: [0, 2], amounts: [7, 6] },
      { keys: [0, 3], amounts: [5, 4] },
      { keys: [0, 2], amounts: [4, 5] },
      { keys: [0], amounts: [3] },
      { keys: [0, 3], amounts: [2, 1] },
    ]);
  });

  it("has ids and amounts of any size that a double holds exactly", () => {
    const [largest, id] = [Number.MAX_SAFE_INTEGER, 2 ** 40];
    const [read] = decode([[WIRE_DECISION.offer, 8, id, 1, -id, 1, 0, largest, -1, 0]]).decisions.offers;
    expect(read).toMatchObject({ framework: id, agent: -id, resources: { amounts: [largest] } });
    expect(() => decode([[WIRE_DECISION.wakeAt, 1, largest + 1]])).toThrow("which is no whole number");
  });

  it("has its texts taken once when a record refers to one, and never else", () => {
    expect(decode([offer, why(0), metric(0, 0, 1)], ["a"]).taken).toBe(1);
    expect(decode([offer, revocation, [WIRE_DECISION.wakeAt, 1, 9]]).taken).toBe(0);
  });

  it("may have texts as long as they may be, counted in UTF-8", () => {
    const longest = "ä".repeat(MOST_TEXT_BYTES / 2);
    expect(decode([offer, why(0)], [longest]).decisions.offers[0]?.why).toBe(longest);
    expect(() => decode([offer, why(0)], [`${longest}.`])).toThrow(
      'a text has at most 1024 bytes; the one that begins "ääää',
    );
  });

  it.each([
    ["a reason without a decision", [why(0)], "a reason stands behind no decision"],
    ["a reason for a wake-up", [offer, [WIRE_DECISION.wakeAt, 1, 9], why(0)], "a reason stands behind no decision"],
    ["a text that is not there", [offer, why(1)], "there is no text 1: the guest gave 1"],
    ["more resources than its record has", [offer, [WIRE_DECISION.offer, 6, 0, 1, 2, 2, 0, 4000]], "is too short"],
    ["half an amount", [offer, offer.with(7, 0.5)], "a decision holds 0.5, which is no whole number"],
    ["half a text", [offer, why(0.5)], "a decision holds 0.5, which is no whole number"],
    ["a metric whose name cannot be written", [metric(0, 0, 1)], 'a metric is called "no good": its name has letters'],
    ["a metric without a value", [[WIRE_DECISION.metric, 2, 0, 0]], "a metric is called"],
    ["a record of another layout", [[9, 0]], "unknown decision record 9"],
  ])("is refused with %s", (_, records, message) => {
    expect(() => decode(records, ["no good"])).toThrow(message);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("is refused with a metric of %s", (value) => {
    expect(() => decode([metric(0, 0, value)], ["load"])).toThrow(`metric load: ${value} is no number to report`);
  });
});
