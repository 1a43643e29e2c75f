import { parsedText } from "../../cluster/parsed-texts.js";
import { formatMilli } from "../../cluster/resource-text.js";

/**
 * How much of a scalar there is in a resource text, over all reservations, in the resource's own unit (cores, MiB); null
 * when the text does not name it. Volumes are not counted: they have a bound of their own.
 *
 * @throws ResourceTextError
 */
export function quantityIn(resources: string, name: string): number | null {
  const entries = parsedText(resources).filter(
    (entry) => entry.name === name && entry.volume === null && entry.items === null,
  );
  if (entries.length === 0) return null;
  return entries.reduce((sum, entry) => sum + entry.milli, 0) / 1000;
}

/** An amount in a resource's own unit as it stands in a resource text. */
export function quantityText(amount: number): string {
  return formatMilli(Math.round(amount * 1000));
}
