/** The names in a metric's name: of `<role>`, `<resource>` and `<framework>`, those that its pattern has. */
export type NamesWithin = Readonly<Partial<Record<"role" | "resource" | "framework", string>>>;

/** Mesos names a framework NAME.ID, percent-encoded; here its id is its name. */
export function frameworkInMetric(framework: string): string {
  const encoded = encodeURIComponent(framework);
  return `${encoded}.${encoded}`;
}

/** What stands in a metric's name where one of the known names has a placeholder; undefined: it is of none of these forms. */
export function namesWithin(metric: string, known: Iterable<string>): NamesWithin | undefined {
  for (const pattern of known) {
    if (!pattern.includes("<")) continue;
    const match = new RegExp(`^${pattern.replaceAll(/<(\w+)>/g, "(?<$1>.+)")}$`).exec(metric);
    if (match?.groups !== undefined) return match.groups;
  }
  return undefined;
}

/** The known names, those with placeholders as they would be with the names that stand in `metric`: to find what was meant. */
export function filledIn(
  known: Iterable<string>,
  metric: string,
  roles: Iterable<string>,
  frameworks: Iterable<string>,
): string[] {
  const found: Record<string, string | undefined> = {
    role: longestIn(metric, roles),
    resource: /\/resources\/([^/]+)\//.exec(metric)?.[1],
    framework: longestIn(metric, [...frameworks].map(frameworkInMetric)),
  };
  return [...known].map((name) => name.replaceAll(/<(\w+)>/g, (placeholder, kind) => found[kind] ?? placeholder));
}

/** Of the names that stand between slashes, the longest: `eng/ml` rather than `eng`. */
function longestIn(metric: string, names: Iterable<string>): string | undefined {
  return [...names].filter((name) => metric.includes(`/${name}/`)).sort((a, b) => b.length - a.length)[0];
}
