import type { RuleChange } from "./rule-change.js";

/** Changes of whose turn it is: shares, weights, ties, the role tree. */
export const SHARE_RULE_CHANGES: readonly RuleChange[] = [
  {
    rule: "S2: a share is that of the dominant resource, not of the first",
    file: "hierarchical/share-table.js",
    find: "if (part > share)",
    replace: "if (column === 0)",
    caughtBy: "cases/float-share-1.jsonl",
  },
  {
    rule: "S1: totals count revocable and reserved resources, too",
    file: "hierarchical/share-totals.js",
    find: "this.#totals.book(0, before, -1);\n        this.#totals.book(0, now, 1);",
    replace: "this.#totals.book(0, before, -1, 1);\n        this.#totals.book(0, now, 1, 1);",
    caughtBy: "cases/reservation-counts-as-quota.jsonl",
  },
  {
    rule: "S6: a share is divided by the weight, not multiplied",
    file: "hierarchical/share-table.js",
    find: "return share / this.weights[slot];",
    replace: "return share * this.weights[slot];",
    caughtBy: "cases/weight-internal-early.jsonl",
  },
  {
    rule: "S7: shares are compared exactly, not nearly",
    file: "hierarchical/share-table.js",
    find: "if (shareA !== shareB)",
    replace: "if (Math.abs(shareA - shareB) > 0.01)",
    caughtBy: "cases/weight-on-virtual.jsonl",
  },
  {
    rule: "S7: the share comes before the count of allocations",
    file: "hierarchical/share-table.js",
    find: "if (shareA !== shareB)",
    replace: "if (this.placedCounts[a] === this.placedCounts[b] && shareA !== shareB)",
    caughtBy: "cases/weight-internal-early.jsonl",
  },
  {
    rule: "S8: every offer counts",
    file: "hierarchical/share-table.js",
    find: "this.counts[slot] = this.counts[slot] + 1;",
    replace: "",
    caughtBy: "cases/drf-paper.jsonl",
  },
  {
    rule: "S8: the count of a role never falls",
    file: "hierarchical/role-sorter.js",
    find: "this.table.allocated.book(node, resources, sign);",
    replace: "this.table.allocated.book(node, resources, sign);\n        this.table.counts[node] += sign;",
    caughtBy: "cases/drf-paper.jsonl",
  },
  {
    rule: "S8: the count of a framework never falls",
    file: "hierarchical/allocations.js",
    find: "this.#clients.shares.allocated.book(client, exclusive, sign);",
    replace:
      "this.#clients.shares.allocated.book(client, exclusive, sign);\n        this.#clients.shares.counts[client] += sign;",
    caughtBy: "golden/quota-06.jsonl",
  },
  {
    rule: "S8: an offer counts for the roles above, too",
    file: "hierarchical/role-sorter.js",
    find: "this.table.allocate(node, resources);",
    replace:
      "this.table.allocate(node, resources);\n            if (node !== this.leafOf(role)) this.table.counts[node]--;",
    caughtBy: "cases/collapse-keeps-count.jsonl",
  },
  {
    rule: "S5: what is allocated in a role counts in the share of the roles above",
    file: "hierarchical/role-sorter.js",
    find: "this.table.allocate(node, resources);",
    replace: "if (node === this.leafOf(role)) this.table.allocate(node, resources);",
    caughtBy: "cases/reserved-ancestor.jsonl",
  },
  {
    rule: "S7: the last tie goes to the first path in byte order",
    file: "hierarchical/share-table.js",
    find: "this.ranks[a] - this.ranks[b]",
    replace: "this.ranks[b] - this.ranks[a]",
    caughtBy: "cases/update-framework-no-allocation.jsonl",
  },
  {
    rule: "P7: excluded names do not count in shares",
    file: "hierarchical/share-totals.js",
    find: "total > 0 && !this.#excluded.has(column)",
    replace: "total > 0",
    caughtBy: "cases/fairness-exclude-gpus.jsonl",
  },
  {
    rule: "S6: a virtual leaf has weight 1",
    file: "hierarchical/role-sorter.js",
    find: "(this.#weights.get(node) ?? 1) : 1;",
    replace: "(this.#weights.get(node) ?? 1) : (this.#weights.get(node - this.paths.roles) ?? 1);",
    caughtBy: "golden/hierarchical-02.jsonl",
  },
  {
    rule: "S10: the path of a virtual leaf ends in `/.`",
    file: "hierarchical/role-paths.js",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code to be found, not to be filled in
    find: "names.placeOf(`${name}/.`)",
    replace: "names.placeOf(name)",
    caughtBy: "cases/virtual-node-name.jsonl",
  },
  {
    rule: "S11: a role that becomes a leaf again keeps the count of the whole subtree",
    file: "hierarchical/role-sorter.js",
    find: "this.#kinds[role] = LEAF;",
    replace:
      "this.#kinds[role] = LEAF;\n        this.table.counts[role] = this.table.counts[this.paths.virtualLeaf(role)];",
    caughtBy: "cases/collapse-keeps-count.jsonl",
  },
  {
    rule: "S10: a virtual leaf goes on with the count of the role",
    file: "hierarchical/role-sorter.js",
    find: "this.table.counts[leaf] = this.table.counts[role];",
    replace: "",
    caughtBy: "golden/lifecycle-06.jsonl",
  },
  {
    rule: "S10: a virtual leaf goes on with the allocation of the role",
    file: "hierarchical/role-sorter.js",
    find: "this.table.allocated.copyRow(role, leaf);",
    replace: "",
    caughtBy: "golden/mixed-09.jsonl",
  },
  {
    rule: "S6: Mesos keeps the weight of an inner node as it once looked it up",
    file: "hierarchical/role-sorter.js",
    find: 'this.#weightUpdates === "cached" && ',
    replace: "false && ",
    caughtBy: "cases/weight-internal-late.jsonl",
  },
  {
    rule: "C2: roles are sorted afresh for each agent",
    file: "hierarchical/role-sorter.js",
    find: "this.#unseen = [];",
    replace:
      "this.#unseen = [];\n        const order = this.#topLevel.sorted().slice();\n        const { length } = this.#topLevel;\n        this.topLevel = () => ({ length, sorted: () => order });",
    caughtBy: "cases/collapse-keeps-count.jsonl",
  },
  {
    rule: "C11: the framework with the least share is the first to be offered an agent",
    file: "hierarchical/remainder-stage.js",
    find: "for (let i = 0; i < order.length; i++) {\n            const client = slots[i];",
    replace: "for (let i = order.length - 1; i >= 0; i--) {\n            const client = slots[i];",
    caughtBy: "cases/shared-agent-two-roles.jsonl",
  },
  {
    rule: "L2: what is held in a role that was left still counts",
    file: "hierarchical/frameworks.js",
    find: " && this.#view.allocations.holdsNothing(client)",
    replace: "",
    caughtBy: "golden/mixed-08.jsonl",
  },
  {
    rule: "L1: what an added agent has in use counts in the shares of its users",
    file: "hierarchical/cluster-events.js",
    find: "this.#frameworks.count(framework, role, agent, resources);\n            else",
    replace: ";\n            else",
    caughtBy: "golden/mixed-03.jsonl",
  },
  {
    rule: "C1: stage 2 visits agents in id order",
    file: "hierarchical/allocation-cycle.js",
    find: "for (const agent of agents)\n            this.#remainders.visit(agent);",
    replace: "for (const agent of agents.toReversed())\n            this.#remainders.visit(agent);",
    caughtBy: "cases/quota-nested-lag.jsonl",
  },
  {
    rule: "L7: the allocation of a deactivated framework still counts",
    file: "hierarchical/frameworks.js",
    find: "framework.active = active;",
    replace:
      "framework.active = active;\n        if (!active) for (const c of framework.clients.values()) this.#view.clients.shares.allocated.clear(c);",
    caughtBy: "golden/mixed-01.jsonl",
  },
];
