import type { ResourceKey, Vector } from "../model.js";
import { shown } from "../script-values.js";

const AMOUNT = /^(\d+)(?:\.(\d{1,3}))?$/;

/**
 * Reads `cpus:4;mem:1024;cpus(prod):0.5`.
 * @throws Error for what is no such text, and for resources that the run does not know
 */
export function parseResources(text: string, keys: readonly ResourceKey[]): Vector {
  if (typeof text !== "string") throw new Error(`resources are ${shown(text)}, not a text such as "cpus:4;mem:1024"`);
  const vector: Vector = new Array(keys.length).fill(0);
  for (const part of text.split(";")) {
    const entry = part.trim();
    if (entry === "") continue;
    const colon = entry.lastIndexOf(":");
    const name = entry.slice(0, colon).trim();
    const amount = AMOUNT.exec(entry.slice(colon + 1).trim());
    if (colon < 0 || amount === null) {
      throw new Error(`resources: ${shown(entry)} is not NAME:AMOUNT with at most three decimals`);
    }
    const key = keys.find((known) => known.text === name);
    if (key === undefined) throw new Error(`resources: no agent of this run has ${shown(name)}`);
    vector[key.id] = vector[key.id]! + Number(amount[1]) * 1000 + Number((amount[2] ?? "").padEnd(3, "0"));
  }
  return vector;
}

/** Keys in byte order, no trailing zeros, what is zero left out (contract, section 3). */
export function formatResources(vector: Readonly<Vector>, keys: readonly ResourceKey[]): string {
  return keys
    .filter(({ id }) => vector[id]! > 0)
    .sort((a, b) => compareBytes(a.text, b.text))
    .map(({ id, text }) => `${text}:${formatAmount(vector[id]!)}`)
    .join(";");
}

function formatAmount(thousandths: number): string {
  const rest = thousandths % 1000;
  const whole = String((thousandths - rest) / 1000);
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, "0").replace(/0+$/, "")}`;
}

/** By code points, which is the order of UTF-8 bytes; JavaScript's own order is that of UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  const [pointsOfA, pointsOfB] = [[...a], [...b]];
  for (let i = 0; i < pointsOfA.length && i < pointsOfB.length; i++) {
    const difference = pointsOfA[i]!.codePointAt(0)! - pointsOfB[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return pointsOfA.length - pointsOfB.length;
}
