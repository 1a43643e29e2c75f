import { CAPABILITIES, type Capability } from "../../cluster/capability.js";
import type { Cursor } from "../document/cursor.js";

/** MULTI_ROLE is always there: a framework is subscribed to a list of roles. */
export function readCapabilities(list: Cursor): Capability[] {
  const asked = new Set(list.items.map((item) => item.text));
  return CAPABILITIES.filter((capability) => capability === "MULTI_ROLE" || asked.has(capability));
}
