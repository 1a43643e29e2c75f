import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

/** The path of a Chromium on this machine; null where there is none. */
export function findChromium(): string | null {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // The next one.
    }
  }
  return null;
}

/** A browser without a window; in a container it cannot have a sandbox of its own. */
export function startBrowser(executablePath: string) {
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
