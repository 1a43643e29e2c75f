/** The role of frameworks that name none. */
export const DEFAULT_ROLE = "*";

/**
 * Why a text is no role name, or undefined when it is one (contract, section 4: components joined by `/`; none empty,
 * `.`, `..`, beginning with `-` or holding white space).
 */
export function roleNameDefect(name: string): string | undefined {
  if (name === DEFAULT_ROLE) return undefined;
  for (const component of name.split("/")) {
    if (component === "") return "a role name may not have an empty component";
    if (component === "." || component === "..") return `a role name may not have the component "${component}"`;
    if (component === DEFAULT_ROLE) return '"*" may not be part of a role path';
    if (component.startsWith("-")) return 'a component of a role name may not begin with "-"';
    if (/\s/.test(component)) return "a role name may not hold white space";
  }
  return undefined;
}

/** `eng/ml/vision` -> [`eng`, `eng/ml`]: the roles above a role, top first. */
export function ancestorsOf(role: string): string[] {
  const parts = role.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** Whether a role is another one or stands below it. */
export function isWithinRole(role: string, ancestor: string): boolean {
  return role === ancestor || role.startsWith(`${ancestor}/`);
}
