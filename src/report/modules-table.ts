/** Texts side by side, all to the left, as wide as they are: for tables that are read and searched line by line. */
export function modulesTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] as string)].map((text) => [...text].length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((text, column) => padded(text, widths[column] as number))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - [...text].length));
}
