import { shuffler } from "d3-array";
import { compareBytes } from "../base/byte-order.js";
import { randomStream } from "../base/random.js";
import { ancestorsOf } from "./role-name.js";

/** The names of one run, by kind. */
export interface RunNames {
  readonly agents: Iterable<string>;
  readonly frameworks: Iterable<string>;
  readonly roles: Iterable<string>;
}

/** The text by which each name is put in order: ids follow it, and so do all ties that are broken by id or by name. */
export type TieOrder = Readonly<Record<keyof RunNames, (name: string) => string>>;

/** Names stand in their own byte order. */
export const BYTE_ORDER: TieOrder = { agents: itself, frameworks: itself, roles: itself };

function itself(name: string): string {
  return name;
}

/**
 * Lets every name stand where another of its kind would: the names stay, who comes first among equals does not. Roles
 * change places with their siblings only, so that each still comes before what lies below it.
 *
 * @param seed an integer in [0, 2^32)
 */
export function permutedOrder(names: RunNames, seed: number): TieOrder {
  const shuffle = (kind: string, list: Iterable<string>) => {
    const inOrder = [...new Set(list)].sort(compareBytes);
    const shuffled = shuffler(randomStream(seed, `tie order: ${kind}`))([...inOrder]);
    return new Map(inOrder.map((name, i) => [name, shuffled[i] as string]));
  };
  const agents = shuffle("agents", names.agents);
  const frameworks = shuffle("frameworks", names.frameworks);
  const roles = rolePlaces(names.roles, (parent, children) => shuffle(`roles of ${parent}`, children));
  return { agents: placeIn(agents), frameworks: placeIn(frameworks), roles: placeIn(roles) };
}

function placeIn(places: ReadonlyMap<string, string>): (name: string) => string {
  return (name) => places.get(name) ?? name;
}

/**
 * The place of each role: that of its parent, and below it its own among its siblings. The role's own frameworks stand
 * among these as `role/.` (S6).
 */
function rolePlaces(
  roles: Iterable<string>,
  shuffle: (parent: string, children: readonly string[]) => ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const named = [...roles].flatMap((role) => [...ancestorsOf(role), role]);
  const all = [...new Set(named.flatMap((role) => [role, `${role}/.`]))].sort(compareBytes);
  const siblings = new Map<string, string[]>();
  for (const role of all) siblings.set(parentOf(role), [...(siblings.get(parentOf(role)) ?? []), lastOf(role)]);
  const shuffled = new Map([...siblings].map(([parent, children]) => [parent, shuffle(parent, children)]));
  const places = new Map<string, string>();
  for (const role of all) {
    const own = shuffled.get(parentOf(role))?.get(lastOf(role)) as string;
    const parent = places.get(parentOf(role));
    places.set(role, parent === undefined ? own : `${parent}/${own}`);
  }
  return places;
}

/** Empty for a role at the top. */
function parentOf(role: string): string {
  return role.slice(0, Math.max(0, role.lastIndexOf("/")));
}

function lastOf(role: string): string {
  return role.slice(role.lastIndexOf("/") + 1);
}
