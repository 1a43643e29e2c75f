import { randomExponential, randomInt, randomLogNormal } from "d3-random";
import type { RandomSource } from "../../base/random.js";
import type { Cursor } from "../document/cursor.js";

/** Where a number of a job comes from. All numbers are whole: microseconds, thousandths or a count. */
export type Draw =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly least: number; readonly greatest: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "lognormal"; readonly median: number; readonly sigma: number }
  | { readonly kind: "listed"; readonly values: readonly number[] };

/** Reads a constant or a distribution; undefined when absent or wrong (then with complaints). */
export function readDraw(cursor: Cursor, readValue: (cursor: Cursor) => number | undefined): Draw | undefined {
  if (!cursor.isMap) {
    const value = readValue(cursor);
    return value === undefined ? undefined : { kind: "constant", value };
  }
  const [kind, body] = cursor.entries.find(([, value]) => value.present) ?? [];
  if (kind === undefined || body === undefined) return undefined;
  if (kind === "uniform") return readUniform(body, readValue);
  if (kind === "listed") return readListed(body, readValue);
  const centre = readPositive(body.get(kind === "exponential" ? "mean" : "median"), readValue);
  if (centre === undefined) return undefined;
  if (kind === "exponential") return { kind, mean: centre };
  const sigma = body.get("sigma").number;
  return kind === "lognormal" && sigma !== undefined ? { kind, median: centre, sigma } : undefined;
}

function readUniform(body: Cursor, readValue: (cursor: Cursor) => number | undefined): Draw | undefined {
  const [least, greatest] = body.items.map(readValue);
  if (least === undefined || greatest === undefined) return undefined;
  if (least <= greatest) return { kind: "uniform", least, greatest };
  body.complain("uniform takes the least value first, then the greatest", "swap the two");
  return undefined;
}

function readListed(body: Cursor, readValue: (cursor: Cursor) => number | undefined): Draw | undefined {
  const values = body.items.map(readValue);
  const sound = values.filter((value) => value !== undefined);
  return sound.length > 0 && sound.length === values.length ? { kind: "listed", values: sound } : undefined;
}

function readPositive(cursor: Cursor, readValue: (cursor: Cursor) => number | undefined): number | undefined {
  const value = readValue(cursor);
  if (value !== 0) return value;
  cursor.complain("the centre of a distribution is above 0", "write a greater value");
  return undefined;
}

/**
 * A function that draws one number after the other.
 *
 * @param stream a stream of its own, so that no other quantity's numbers shift when this one changes
 * @returns whole numbers; from a distribution at least 1 and at most `most`
 */
export function drawing(draw: Draw, stream: RandomSource, most: number): () => number {
  const rounded = (next: () => number) => () => Math.min(most, Math.max(1, Math.round(next())));
  switch (draw.kind) {
    case "constant":
      return () => draw.value;
    case "uniform":
      return rounded(randomInt.source(stream)(draw.least, draw.greatest + 1));
    case "exponential":
      return rounded(randomExponential.source(stream)(1 / draw.mean));
    case "lognormal":
      return rounded(randomLogNormal.source(stream)(Math.log(draw.median), draw.sigma));
    case "listed": {
      let next = 0;
      return () => draw.values[next++ % draw.values.length] as number;
    }
  }
}
