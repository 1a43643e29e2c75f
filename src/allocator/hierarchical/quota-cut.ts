import { compareBytes } from "../../base/byte-order.js";
import type { ResourceKeyId } from "../../cluster/ids.js";
import type { Items } from "../../cluster/items.js";
import { makeResources, type Resources } from "../../cluster/resources.js";
import { PLAIN, type ResourceNames } from "./resource-names.js";

/**
 * How much of some amounts a budget for each name allows, by their places in `whole`; 0 for what quota is not about.
 * Mesos takes the objects of a name in random order, here it is byte order of their keys: first what is divisible, then
 * volumes, each as a whole or not at all (C12).
 *
 * @param amounts of the objects in `whole`, or parts of them
 * @param budget thousandths by column
 */
export function partsWithin(
  { keys }: Resources,
  amounts: readonly number[],
  names: ResourceNames,
  budget: (column: number) => number,
): number[] {
  if (names.hasPlainVolumes) return piecesWithin(keys, amounts, names, budget);
  const { columnOf, kindOf } = names;
  const parts: number[] = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as ResourceKeyId;
    parts.push(kindOf[key] === PLAIN ? Math.min(amounts[i] as number, budget(columnOf[key] as number)) : 0);
  }
  return parts;
}

/** As `partsWithin`, where a name may stand for several objects that share its budget. */
function piecesWithin(
  keys: readonly ResourceKeyId[],
  amounts: readonly number[],
  names: ResourceNames,
  budget: (column: number) => number,
): number[] {
  const parts: number[] = new Array(keys.length).fill(0);
  const left = new Map<number, number>();
  const plain = [...keys.keys()].filter((i) => names.kindOf[keys[i] as number] === PLAIN);
  const key = (i: number) => names.get(keys[i] as ResourceKeyId);
  for (const i of plain.sort((a, b) => compareBytes(key(a).text, key(b).text))) {
    const column = names.columnOf[keys[i] as number] as number;
    const most = left.get(column) ?? budget(column);
    const amount = amounts[i] as number;
    const part = key(i).isVolume && amount > most ? 0 : Math.min(amount, most);
    parts[i] = part;
    left.set(column, most - part);
  }
  return parts;
}

/** What quota is not about, and these parts of what it is about; the same object when that is all. */
export function keepParts(whole: Resources, parts: readonly number[], names: ResourceNames): Resources {
  const { kindOf } = names;
  const isCut = whole.keys.some(
    (key, i) => kindOf[key] === PLAIN && (parts[i] as number) < (whole.amounts[i] as number),
  );
  if (!isCut) return whole;
  const keys: ResourceKeyId[] = [];
  const amounts: number[] = [];
  const items: (Items | null)[] = [];
  for (let i = 0; i < whole.keys.length; i++) {
    const key = whole.keys[i] as ResourceKeyId;
    const left = kindOf[key] === PLAIN ? (parts[i] as number) : (whole.amounts[i] as number);
    if (left <= 0) continue;
    keys.push(key);
    amounts.push(left);
    if (whole.items !== undefined) items.push(whole.items[i] as Items | null);
  }
  return whole.items === undefined ? { keys, amounts } : makeResources(keys, amounts, items);
}
