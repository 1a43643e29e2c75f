/** Text that is HTML already: made by `html`, or a constant of ours. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupValue = string | number | null | Markup | readonly MarkupValue[];

/**
 * A template of HTML. Whatever is put in is text, in elements and in quoted attributes alike, unless it is Markup itself;
 * lists are joined, null is nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const parts = strings.map((string, i) => (i === 0 ? string : `${written(values[i - 1] as MarkupValue)}${string}`));
  return new Markup(parts.join(""));
}

function written(value: MarkupValue): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(written).join("");
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters other than line ends and tabs are not allowed in HTML. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string).replace(/(?![\t\n\r])\p{Cc}/gu, "\ufffd");
}

const INTERVAL = /(\[[^\]]*\])/;

/** Text with figures such as `4 s [3.8, 4.2]`: no line ends within an interval. */
export function figureMarkup(text: string): Markup {
  return html`${text.split(INTERVAL).map((part, i) => (i % 2 === 1 ? html`<span class="unbroken">${part}</span>` : part))}`;
}

/** JSON for an element that no browser runs: nothing in it can end the element. */
export function jsonFor(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll("<", "\\u003c"));
}
