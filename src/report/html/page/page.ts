import { startCopyButtons } from "./copy-buttons.js";
import { startThemeSwitch } from "./theme-switch.js";

const button = document.getElementById("theme");
if (button instanceof HTMLButtonElement) startThemeSwitch(button, () => {});
startCopyButtons();
