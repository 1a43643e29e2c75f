import type { ModuleHeader } from "../kinds/module-header.js";

/**
 * Advice on a module's name, never an error (D10, D11): the author's domain reversed and in lower case, then the module's
 * own name in the case that it has: `com_example_barBaz`.
 *
 * @returns null for a name that follows it
 */
export function namingAdvice(name: string, header: Pick<ModuleHeader, "authorEmail">): string | null {
  // Where the domain ends cannot be seen, but it has two parts at least.
  if (/^[a-z][a-z0-9]*_[a-z0-9]+(_[A-Za-z0-9]+)+$/.test(name)) return null;
  const own = name.split("_").at(-1) ?? "";
  const example = `${reversedDomain(header.authorEmail ?? "")}_${own === "" ? "Module" : own}`;
  return `a module's name begins with its author's domain, reversed and in lower case, such as ${example}`;
}

function reversedDomain(email: string): string {
  const domain = /@([a-z0-9]+(?:\.[a-z0-9]+)+)$/i.exec(email)?.[1] ?? "example.org";
  return domain.toLowerCase().split(".").reverse().join("_");
}
