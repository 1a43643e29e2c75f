/**
 * A file's text as Lua's own loader of files takes it: a byte order mark is no part of the code, nor is a first line that
 * begins with `#`. Lines stay where they were.
 */
export function sourceText(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/^#[^\n]*/, "");
}
