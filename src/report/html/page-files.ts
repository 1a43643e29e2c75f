import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readBuilt } from "../../base/built-file.js";
import { packageFile } from "../../base/package-files.js";

/** What every report has in it, the same each time. */
export interface PageFiles {
  readonly style: string;
  readonly script: string;
}

let read: PageFiles | null = null;

/** The style sheet, and the script that the build joins (`npm run bundle:page`). @throws NotBuilt */
export function pageFiles(): PageFiles {
  read ??= {
    style: readFileSync(packageFile("src", "report", "html", "page.css"), "utf8"),
    script: readBuilt(packageFile("dist", "src", "report", "html", "page.js")).toString(),
  };
  return read;
}

/**
 * Nothing but the page's own style and script, by their digests: not even a name that got past the escaping could run
 * or fetch anything.
 */
export function contentPolicy({ style, script }: PageFiles): string {
  return [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
