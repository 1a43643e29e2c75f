import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { UnfinishedFile, writeAll } from "../../base/atomic-file.js";

/** What an image's file begins with. The image must begin at a multiple of 16. */
const HEADER_BYTES = 256;
const TITLE = "An image of Python, for the allocator workbench";

/** @param key names all that the image depends on */
export function writeImage(path: string, key: string, image: Uint8Array): void {
  const file = new UnfinishedFile(path);
  try {
    writeAll(file.fd, header(key, image));
    writeAll(file.fd, image);
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Reads an image that is known to be one. Null when there is none, or not any more. */
export function readImage(path: string | null): Uint8Array | null {
  if (path === null) return null;
  try {
    return readFileSync(path).subarray(HEADER_BYTES);
  } catch {
    return null;
  }
}

/** Whether the file is there, and holds the image of that key, whole. */
export function isImage(path: string, key: string): boolean {
  try {
    const bytes = readFileSync(path);
    return header(key, bytes.subarray(HEADER_BYTES)).equals(bytes.subarray(0, HEADER_BYTES));
  } catch {
    return false;
  }
}

function header(key: string, image: Uint8Array): Buffer {
  const checksum = createHash("sha256").update(image).digest("hex");
  return Buffer.from([TITLE, key, checksum, ""].join("\n").padEnd(HEADER_BYTES, "."));
}
