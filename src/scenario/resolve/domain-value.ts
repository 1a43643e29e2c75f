import type { Domain } from "../../cluster/agent-profile.js";
import type { Cursor } from "../document/cursor.js";

/** A fault domain from the keys `region` and `zone` of a map; null unless both are there. */
export function readDomain(map: Cursor): Domain | null {
  const region = map.get("region").text;
  const zone = map.get("zone").text;
  return region === undefined || zone === undefined ? null : { region, zone };
}
