import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

const PAGES = ["allocators", "scenarios", "src", "templates"]
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  )
  .concat("README.md", "ARCHITECTURE.md")
  .filter((path) => path.endsWith(".md"));

/** Where the links of a page lead, but for those to other places. What stands in blocks of code is none. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "code");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] as string)
    .filter((link) => !/^\w+:/.test(link));
}

/** As GitHub names the headings of a page. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function isThere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(readFileSync(target, "utf8")).includes(anchor);
}

describe("a page", () => {
  it.each(PAGES)("%s has nothing left of a merge", (page) => {
    const left = readFileSync(join(ROOT, page), "utf8").match(/^(?:<{7} |={7}$|>{7} ).*$/gm);
    expect(left).toBeNull();
  });
});

describe("the links of a page", () => {
  it("are found at all", () => {
    expect(linksOf("[a](b.md) and `[x](y)` and [c](https://d.example) and [e](#f)")).toEqual(["b.md", "#f"]);
    expect(isThere("README.md", "nowhere.md")).toBe(false);
    expect(isThere("README.md", "ARCHITECTURE.md#nowhere")).toBe(false);
    expect(linksOf(readFileSync(join(ROOT, "README.md"), "utf8")).length).toBeGreaterThan(10);
  });

  it.each(PAGES)("lead somewhere: %s", (page) => {
    const links = linksOf(readFileSync(join(ROOT, page), "utf8"));
    expect(links.filter((link) => !isThere(page, link))).toEqual([]);
  });
});
