import type { ShownRun } from "./shown-run.js";

/** An allocator's name with its mark, as elsewhere on the page. */
export function labelOf({ label }: Pick<ShownRun, "label">): HTMLElement {
  const title = document.createElement("p");
  title.className = "panel-title";
  const written = [...document.querySelectorAll(".label")].find((element) => element.textContent === label);
  title.append(written === undefined ? label : written.cloneNode(true));
  return title;
}
