import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll } from "vitest";

/** A header such as Mesos' journals have. */
export const HEADER = JSON.stringify({
  journal: 1,
  source: "mesos-1.12 hierarchical",
  agentOrder: "id",
  options: {
    allocationInterval: "1s",
    roleSorter: "drf",
    frameworkSorter: "drf",
    minAllocatable: ["cpus:0.01", "mem:32"],
    fairnessExclude: [],
    filterGpuResources: true,
  },
});

/** One framework that was offered all of one agent. */
export const ONE_OFFER = [
  '{"t":0,"op":"addFramework","framework":"web","roles":["prod"],"capabilities":["MULTI_ROLE"],"suppressedRoles":[],"active":true}',
  '{"t":0,"op":"addAgent","agent":"a1","total":"cpus:4;mem:1024","used":[],"offers":[{"framework":"web","role":"prod","agent":"a1","resources":"cpus:4;mem:1024"}]}',
];

/** Writes journals into a folder of their own, which goes when the test file ends. */
export function journalFolder(): {
  write: (name: string, lines: readonly string[], end?: string) => string;
  writeBytes: (name: string, bytes: Uint8Array) => string;
} {
  const folder = mkdtempSync(join(tmpdir(), "journals-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    write(name, lines, end = "\n") {
      const file = join(folder, name);
      const text = lines.join("\n") + end;
      writeFileSync(file, name.endsWith(".gz") ? gzipSync(text) : text);
      return file;
    },
    writeBytes(name, bytes) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      return file;
    },
  };
}
