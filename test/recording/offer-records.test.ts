import { describe, expect, test } from "vitest";
import { RecordedAmounts } from "../../src/recording/amounts.js";
import { OfferRecords } from "../../src/recording/offer-records.js";
import { type RecordedRows, ROWS_AT_ONCE } from "../../src/recording/tables/recorded-table.js";
import { smallCluster } from "../fixtures/small-cluster.js";
import { rowsOf } from "./recorded-simulation.js";

/** Sends an offer at each second and declines it two seconds later; all but the last two are answered. */
function told(offers: number, most?: number) {
  const { directory, offer } = smallCluster();
  const parts: RecordedRows[] = [];
  const records = new OfferRecords(
    directory,
    new RecordedAmounts(directory.resourceKeys),
    (rows) => parts.push(rows),
    most,
  );
  const sent = Array.from({ length: offers }, () => offer({ resources: "cpus:2;mem:512" }));
  for (let second = 0; second < offers; second++) {
    records.sent(second * 1e6, sent[second]!);
    if (second >= 2) records.answered(second * 1e6, sent[second - 2]!, "declined");
  }
  records.end();
  return { parts, rows: parts.flatMap(rowsOf), flows: records.flows(), leftOut: records.leftOut };
}

describe("the table of offers", () => {
  test("has no more offers than it may, says how many are left out, and all of them are counted", () => {
    const { rows, flows, leftOut } = told(10, 4);
    expect(rows.map(({ sent_seconds, answered_seconds }) => [sent_seconds, answered_seconds])).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 5],
    ]);
    expect(leftOut).toBe(6);
    expect(flows).toEqual([{ framework: "web", role: "prod", sent: 10, accepted: 0, declined: 8, rescinded: 0 }]);
  });

  test("has all of them where there are not more", () => {
    const { rows, leftOut } = told(10, 10);
    expect([rows.length, leftOut]).toEqual([10, 0]);
    expect(rows.at(-1)).toMatchObject({
      sent_seconds: 9,
      answered_seconds: null,
      outcome: "open",
      cpus: 2,
      mem_mib: 512,
    });
  });

  test("is handed on in parts", () => {
    const { parts } = told(ROWS_AT_ONCE + 10);
    expect(parts.map(({ rows }) => rows)).toEqual([ROWS_AT_ONCE, 10]);
  });
});
