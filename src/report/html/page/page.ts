import { startCopyButtons } from "./copy-buttons.js";
import { LazyFigures } from "./lazy-figures.js";
import { startPrintButton } from "./print-button.js";
import { startThemeSwitch } from "./theme-switch.js";

const figures = new LazyFigures();
const [theme, print] = ["theme", "print"].map((id) => document.getElementById(id) as HTMLButtonElement);
if (theme) startThemeSwitch(theme, () => void figures.redraw());
if (print) startPrintButton(print, figures);
startCopyButtons();
