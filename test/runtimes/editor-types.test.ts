import { execFile } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { EDITOR_TYPES } from "../../src/runtimes/javascript/editor/editor-types-file.js";
import { scratchFile, scratchFolder } from "../fixtures/allocators/scratch-files.js";

const COMPILER = packageFile("node_modules", "typescript", "bin", "tsc");
const FLAGS = ["--noEmit", "--strict", "--checkJs", "--target", "es2023", "--module", "nodenext"];

/** What the compiler says of a script with the types beside it, as an editor would. */
async function check(name: string, code: string): Promise<string> {
  const folder = scratchFolder();
  copyFileSync(EDITOR_TYPES, join(folder, "workbench.d.ts"));
  scratchFile("package.json", '{ "type": "module" }', folder);
  scratchFile(name, code, folder);
  const words = [COMPILER, ...FLAGS, name, "workbench.d.ts"];
  const run = promisify(execFile)(process.execPath, words, { cwd: folder });
  const { stdout } = await run.catch((error) => error);
  return stdout;
}

const GOOD = `import { type AllocatorScript, type Cluster, isZero, type OfferRequest } from "workbench";

class BestFit {
  readonly triggers = ["recoverResources"] as const;
  *decide(cluster: Cluster): Iterable<OfferRequest> {
    for (const subscription of cluster.subscriptions()) {
      const [request] = cluster.demand(subscription);
      const agent = request === undefined ? null : cluster.bestFit(cluster.candidates, request.resources);
      if (agent === null || isZero(agent.free)) continue;
      yield { subscription, agent, resources: cluster.resources("cpus:1"), why: subscription.role.name };
    }
  }
  onEvent(cluster: Cluster, event: Parameters<NonNullable<AllocatorScript["onEvent"]>>[1]): void {
    if (event.op === "recoverResources" && event.task !== null) cluster.metric("ran", cluster.t - event.task.startedAt);
  }
}
const allocator: AllocatorScript = new BestFit();
export default allocator;
`;

const GOOD_JAVASCRIPT = `/** @param {import("workbench").Cluster} cluster */
export function decide(cluster) {
  const [agent] = cluster.candidates;
  const [subscription] = cluster.subscriptions();
  if (agent && subscription) cluster.offer(subscription, agent, agent.free, { why: agent.name });
}
`;

it.skipIf(!existsSync(COMPILER))("the types for editors know what a script may do", async () => {
  expect(await check("script.ts", GOOD)).toBe("");
  expect(await check("script.js", GOOD_JAVASCRIPT)).toBe("");
});

it.skipIf(!existsSync(COMPILER))("the types for editors know what it may not", async () => {
  const wrong = `import type { Cluster, OfferDraft } from "workbench";
export function decide(cluster: Cluster) {
  const agent = cluster.agents[0]!;
  agent.free[0] = 1;
  cluster.offer(0, 1, 2);
  new Cluster();
}
`;
  const told = await check("script.ts", wrong);
  expect([...told.matchAll(/script\.ts\((\d+)/g)].map(([, line]) => line)).toEqual(["1", "4", "5", "6"]);
});
