import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { cataloguePage, readEntry } from "./catalogue-page.js";

const FOLDER = resolve(import.meta.dirname, "../../scenarios");

test("the catalogue's page has the question, the point, the allocators and the control of every scenario", async () => {
  const names = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  expect(names.length).toBeGreaterThanOrEqual(30);
  await expect(cataloguePage(names.map((name) => join(FOLDER, name)))).toMatchFileSnapshot(join(FOLDER, "README.md"));
});

test("each question is a scenario's own", () => {
  const entries = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readEntry(join(FOLDER, name)));
  for (const key of ["question", "shows"] as const) {
    expect(new Set(entries.map((entry) => entry[key])).size).toBe(entries.length);
  }
});
