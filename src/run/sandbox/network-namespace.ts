import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A user's and a network namespace of its own: in it there is no network but a loop that is down. */
const FLAGS = ["-Urn", "--"];

/** Long: on a busy machine a process may wait for seconds, and must not lose a wall by it. */
const PROBE_MS = 60_000;

let probed: Promise<readonly string[]> | undefined;

/**
 * What to write before a command so that it runs without the network, as Linux allows users to ask for. The command keeps
 * its process id, its descriptors and its parent. Tried once; empty where the system has no such thing, or forbids it.
 */
export function networkNamespace(): Promise<readonly string[]> {
  probed ??= probe();
  return probed;
}

async function probe(): Promise<readonly string[]> {
  const unshare = process.platform === "linux" ? programNamed("unshare") : null;
  if (unshare === null) return [];
  const works = await new Promise<boolean>((resolve) => {
    execFile(unshare, [...FLAGS, "/bin/sh", "-c", ":"], { timeout: PROBE_MS }, (error) => resolve(error === null));
  });
  return works ? [unshare, ...FLAGS] : [];
}

function programNamed(name: string): string | null {
  const folders = (process.env.PATH ?? "/usr/bin:/bin").split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
