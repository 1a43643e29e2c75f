import type { RoleId } from "../../cluster/ids.js";
import { NameTable } from "../../cluster/name-table.js";
import { parsedText } from "../../cluster/parsed-texts.js";
import { ResourceKeys } from "../../cluster/resource-keys.js";
import {
  parseResourceText,
  type ResourceEntry,
  ResourceTextError,
  resourceKeyText,
} from "../../cluster/resource-text.js";
import { add, NO_RESOURCES, type Resources } from "../../cluster/resources.js";

export function isRevocable(entry: ResourceEntry): boolean {
  return entry.modifier === "revocable";
}

/** Keys for one who only ever looks at revocable resources: those are never reserved, so that no role is needed (A3). */
export function keysWithoutRoles(): ResourceKeys {
  return new ResourceKeys(new NameTable<RoleId>([]));
}

/**
 * The revocable part of a resource text.
 * @throws ResourceTextError for a text that cannot be read, or whose forms are not those that the keys know
 */
export function revocablePart(keys: ResourceKeys, text: string): Resources {
  return keys.fromEntries(parsedText(text).filter(isRevocable));
}

/**
 * All that a text names, made revocable: `cpus:1;cpus{REV}:2` is `cpus{REV}:3`.
 * @throws ResourceTextError also for what is reserved or a volume, as neither can be revocable
 */
export function allMadeRevocable(keys: ResourceKeys, text: string): Resources {
  let sum = NO_RESOURCES;
  for (const entry of parseResourceText(text)) {
    if (entry.reservations.length > 0 || entry.volume !== null) {
      throw new ResourceTextError(resourceKeyText(entry), "what is reserved or a volume cannot be made revocable");
    }
    sum = add(sum, keys.fromEntries([{ ...entry, modifier: "revocable" }]));
  }
  return sum;
}
