import { describe, expect, it } from "vitest";
import { html, jsonFor } from "../../../src/report/html/markup.js";

const HOSTILE = "</script><img src=x onerror='alert(1)'>\"&\u0000";

describe("markup", () => {
  it("takes what is put in for text, in elements and attributes", () => {
    const made = html`<p title="${HOSTILE}">${HOSTILE}</p>`.text;
    const text = "&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;&amp;\ufffd";
    expect(made).toBe(`<p title="${text}">${text}</p>`);
  });

  it("leaves markup as it is, joins lists, and writes nothing for null", () => {
    expect(html`<ul>${["a<", "b"].map((item) => html`<li>${item}</li>`)}${null}${7}</ul>`.text).toBe(
      "<ul><li>a&lt;</li><li>b</li>7</ul>",
    );
  });

  it("writes JSON that cannot end the element it stands in", () => {
    const { text } = jsonFor({ label: HOSTILE });
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual({ label: HOSTILE });
  });
});
