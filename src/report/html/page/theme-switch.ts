export type Theme = "light" | "dark";

const STORED_UNDER = "workbench-report-theme";

/** What is shown now: what was chosen, or else what the system prefers. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Makes the button switch between light and dark, and calls back whenever one became the other. */
export function startThemeSwitch(button: HTMLButtonElement, changed: () => void): void {
  const stored = recall();
  if (stored !== null) document.documentElement.dataset.theme = stored;
  const tell = () => {
    button.textContent = currentTheme() === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `switch to ${currentTheme() === "dark" ? "light" : "dark"} colours`);
  };
  tell();
  button.hidden = false;
  button.addEventListener("click", () => {
    const theme = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    remember(theme);
    tell();
    changed();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    tell();
    changed();
  });
}

/** A file that was opened from a disk may have no storage. */
function recall(): Theme | null {
  try {
    const stored = localStorage.getItem(STORED_UNDER);
    return stored === "light" || stored === "dark" ? stored : null;
  } catch {
    return null;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(STORED_UNDER, theme);
  } catch {
    // The choice holds until the page is closed.
  }
}
