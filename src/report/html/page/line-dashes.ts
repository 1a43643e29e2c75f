/** How a line is drawn: one that lies upon an earlier one is dashed, so that both can be seen. */
export type Dash = "solid" | "dashed";

/** @param lines the values of each line, in the order in which they are drawn */
export function lineDashes(lines: readonly (readonly number[])[]): Dash[] {
  const seen = new Set<string>();
  return lines.map((values) => {
    const told = values.join();
    if (seen.has(told)) return "dashed";
    seen.add(told);
    return "solid";
  });
}
