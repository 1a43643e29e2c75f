/** A place inside a scenario's document: keys and indices from the root down. */
export type DocumentPath = readonly (string | number)[];

/** One string per path, for sets and maps of paths. */
export function pathKey(path: DocumentPath): string {
  return JSON.stringify(path);
}

/** `/frameworks/0/name` (a JSON Pointer, RFC 6901) as a path; indices become numbers where the document has a list. */
export function pathOfPointer(pointer: string, document: unknown): DocumentPath {
  const path: (string | number)[] = [];
  let at: unknown = document;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(at) ? Number(key) : key;
    path.push(step);
    at = (at as Record<string | number, unknown> | undefined)?.[step];
  }
  return path;
}
