/** Each button with `data-copy` copies the text of the element of that id, or selects it where the browser does not allow it. */
export function startCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy ?? "");
    const status = button.parentElement?.querySelector("[role=status]");
    if (source === null) continue;
    button.addEventListener("click", async () => {
      const told = await copied(source);
      if (status) status.textContent = told;
      button.textContent = told;
    });
  }
}

async function copied(source: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    return "Copied";
  } catch {
    getSelection()?.selectAllChildren(source);
    return "Selected";
  }
}
