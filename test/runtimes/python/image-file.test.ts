import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { isImage, readImage, writeImage } from "../../../src/runtimes/python/image-file.js";
import { scratchFolder } from "../../fixtures/allocators/scratch-files.js";

/** Too large for the buffers that Node lends from a pool, in which a small file begins anywhere. */
const IMAGE = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);

describe("the file of an image of Python", () => {
  let path: string;
  beforeEach(() => {
    path = join(scratchFolder(), "python.image");
    writeImage(path, "key", IMAGE);
  });

  it("holds the image, where Python can read it in place", () => {
    expect(isImage(path, "key")).toBe(true);
    const image = readImage(path);
    expect(Buffer.from(image!)).toEqual(Buffer.from(IMAGE));
    expect(image!.byteOffset % 16).toBe(0);
  });

  it("is none when it was made for something else", () => {
    expect(isImage(path, "another key")).toBe(false);
  });

  it.each([
    ["has a wrong byte", () => flip(700)],
    ["has a wrong byte in its header", () => flip(60)],
    ["was cut short", () => truncateSync(path, 900)],
    ["was cut within its header", () => truncateSync(path, 20)],
    ["is too long", () => appendFileSync(path, "x")],
    ["is empty", () => writeFileSync(path, "")],
  ])("is none when it %s", (_what, damage) => {
    damage();
    expect(isImage(path, "key")).toBe(false);
  });

  it("is none when it is not there", () => {
    expect(isImage(`${path}.not`, "key")).toBe(false);
    expect(readImage(`${path}.not`)).toBeNull();
    expect(readImage(null)).toBeNull();
  });

  function flip(at: number): void {
    const bytes = readFileSync(path);
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(path, bytes);
  }
});
