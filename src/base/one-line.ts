/** A text from elsewhere as one printable line: line ends become blanks, other control characters are dropped. */
export function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, " ")
    .replace(/\p{Cc}/gu, "")
    .trim();
}
