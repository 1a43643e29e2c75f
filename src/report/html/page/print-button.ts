import type { LazyFigures } from "./lazy-figures.js";

/** Draws every chart that is not folded away and unfolds the reasons before it prints, in light colours; the browser's own command prints what is drawn. */
export function startPrintButton(button: HTMLButtonElement, figures: LazyFigures): void {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const root = document.documentElement;
    const before = root.dataset.theme;
    const folded = [...document.querySelectorAll<HTMLDetailsElement>("details.why:not([open])")];
    root.dataset.theme = "light";
    for (const details of folded) details.open = true;
    await figures.drawAll();
    await figures.redraw();
    print();
    for (const details of folded) details.open = false;
    if (before === undefined) delete root.dataset.theme;
    else root.dataset.theme = before;
    await figures.redraw();
    button.disabled = false;
  });
}
