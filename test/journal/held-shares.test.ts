import { expect, test } from "vitest";
import { Ledger } from "../../src/allocator/ledger.js";
import { plainProfile } from "../../src/cluster/agent-profile.js";
import { createDirectory } from "../../src/cluster/directory.js";
import { NO_RESOURCES } from "../../src/cluster/resources.js";
import { heldShares } from "../../src/journal/held-shares.js";

test("the shares of a difference are those that the allocator goes by: with what is lent, or without (P9)", () => {
  const directory = createDirectory({ agents: ["a1"], frameworks: ["nightly"], roles: ["batch", "prod"] });
  const [agent, framework] = [directory.agents.id("a1"), directory.frameworks.id("nightly")];
  const [role, owner] = [directory.roles.id("batch"), directory.roles.id("prod")];
  const { resourceKeys } = directory;
  const ledger = new Ledger(directory);
  ledger.apply({
    op: "addFramework",
    framework,
    roles: [role],
    capabilities: ["REVOCABLE_RESOURCES"],
    suppressedRoles: [],
    active: true,
  });
  const total = resourceKeys.parse("cpus:8;cpus{REV}:2");
  ledger.apply({ op: "addAgent", agent, total, used: [], profile: plainProfile("a1") });
  const offer = { framework, role, agent, why: null };
  // Of 3 revocable cpus 2 are lent.
  const lends = { owner, resources: resourceKeys.parse("cpus:2") };
  ledger.applyOffer({ ...offer, resources: resourceKeys.parse("cpus{REV}:3"), lends });
  const asked = [{ ...offer, resources: NO_RESOURCES, lends: null }];
  const share = (countLentInShares: boolean) =>
    heldShares(ledger, asked, { fairnessExclude: [], countLentInShares }).map(({ share }) => share);
  expect(share(true)).toEqual([0.3]);
  expect(share(false)).toEqual([0.1]);
});
