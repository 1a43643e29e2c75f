import type { Role } from "../model.js";

/** Whether the role is another one, or stands below it. */
export function isAtOrBelow(role: Role, other: Role): boolean {
  return role === other || role.name.startsWith(`${other.name}/`);
}
