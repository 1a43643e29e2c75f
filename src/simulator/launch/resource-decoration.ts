import { quantities, type ResourceKeys } from "../../cluster/resource-keys.js";
import { parseResourceText, ResourceTextError, resourceKeyText } from "../../cluster/resource-text.js";
import { add, contains, isEmpty, type Resources, subtract } from "../../cluster/resources.js";
import type { LaunchUnit } from "../launch-unit.js";
import type { OpenOffer, Start } from "../offer-bins.js";

/** Says with which resources (as text) a task is to be launched in an offer. */
export type AskResources = (open: OpenOffer, start: Start) => string;

/**
 * What the hooks make of the resources of tasks that are about to start: so much less, or more, of the offer is used. A
 * task that is to have what its offer does not hold is refused, and with it the unit that starts together; what was kept
 * for it goes back to the offers.
 *
 * @returns why each refused unit was
 */
export function decorateResources(
  opens: readonly OpenOffer[],
  keys: ResourceKeys,
  ask: AskResources,
): ReadonlyMap<LaunchUnit, string> {
  const refused = new Map<LaunchUnit, string>();
  for (const open of opens) {
    for (const [i, start] of open.starts.entries()) {
      const text = ask(open, start);
      if (text === keys.format(start.resources)) continue;
      const atHand = add(open.rest, start.resources);
      const wanted = readHeld(keys, text, atHand);
      if (typeof wanted === "string") {
        refused.set(start.task.unit, wanted);
        continue;
      }
      open.rest = subtract(atHand, wanted);
      const revocable = wanted.keys.some((key) => keys.get(key).revocable);
      open.starts[i] = { task: start.task, resources: wanted, revocable, granted: quantities(wanted, keys) };
    }
  }
  if (refused.size > 0) for (const open of opens) takeOut(open, refused);
  return refused;
}

/** @returns why not, when the text is not to be had; a name that nobody has is not made known for that */
function readHeld(keys: ResourceKeys, text: string, atHand: Resources): Resources | string {
  try {
    const entries = parseResourceText(text);
    const unknown = entries.find((entry) => keys.find(resourceKeyText(entry)) === undefined);
    if (unknown === undefined) {
      const wanted = keys.fromEntries(entries);
      if (isEmpty(wanted)) return "the task uses no resources";
      if (contains(atHand, wanted)) return wanted;
    }
    return `the task uses more resources ${text} than available ${keys.format(atHand)}`;
  } catch (error) {
    if (error instanceof ResourceTextError) return `${error.value}: ${error.message}`;
    throw error;
  }
}

function takeOut(open: OpenOffer, refused: ReadonlyMap<LaunchUnit, string>): void {
  const kept = open.starts.filter(({ task }) => !refused.has(task.unit));
  for (const { task, resources } of open.starts) if (refused.has(task.unit)) open.rest = add(open.rest, resources);
  open.starts.splice(0, open.starts.length, ...kept);
}
