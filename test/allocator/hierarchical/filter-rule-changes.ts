import type { RuleChange } from "./rule-change.js";

/** Changes of what filters block, how long they last, and what ends them. */
export const FILTER_RULE_CHANGES: readonly RuleChange[] = [
  {
    rule: "F1: a filter blocks only what it contains",
    file: "hierarchical/offer-filters.js",
    find: "this.#lastVerdict = contains(refused, offer);",
    replace: "this.#lastVerdict = true;",
    caughtBy: "cases/quota-limit-chop-passes-filter.jsonl",
  },
  {
    rule: "F1: a filter blocks a smaller offer, too",
    file: "hierarchical/offer-filters.js",
    find: "this.#lastVerdict = contains(refused, offer);",
    replace: "this.#lastVerdict = contains(refused, offer) && contains(offer, refused);",
    caughtBy: "cases/quota-filtered-guarantee-keeps-headroom.jsonl",
  },
  {
    rule: "F1: one filter contains the whole offer, not several its parts",
    file: "hierarchical/offer-filters.js",
    find: "if (filters.isUniform)",
    replace:
      "const own = filters.refused.filter((_, i) => filters.clients[i] === client);\n        const isRefused = (key, i) => own.some((refused) => contains(refused, { keys: [key], amounts: [offer.amounts[i]] }));\n        if (offer.keys.every(isRefused))\n            return true;\n        if (filters.isUniform)",
    caughtBy: "golden/mixed-03.jsonl",
  },
  {
    rule: "C6: filters block offers of stage 1, too",
    file: "hierarchical/guarantee-stage.js",
    find: " || filters.blocks(client, offer)",
    replace: "",
    caughtBy: "cases/quota-filtered-guarantee-keeps-headroom.jsonl",
  },
  {
    rule: "F2: a filter lasts an interval at least",
    file: "filter-duration.js",
    find: "return Math.max(wanted, allocationInterval);",
    replace: "return wanted;",
    caughtBy: "cases/filter-t1-r0.5.jsonl",
  },
  {
    rule: "F2: 0 s installs no filter",
    file: "filter-duration.js",
    find: "refuse === null || refuse === 0",
    replace: "refuse === null",
    caughtBy: "cases/filter-t1-r0.jsonl",
  },
  {
    rule: "F2: a negative time means 5 s",
    file: "filter-duration.js",
    find: "DEFAULT_REFUSE = 5_000_000",
    replace: "DEFAULT_REFUSE = 4_000_000",
    caughtBy: "golden/lifecycle-06.jsonl",
  },
  {
    rule: "F3: a filter of one interval outlasts the tick at its very end",
    file: "hierarchical/filter-expiry.js",
    find: "(duration === allocationInterval ? 0.5 : 0)",
    replace: "0",
    caughtBy: "cases/filter-t1-r1.jsonl",
  },
  {
    rule: "F3: a longer filter is gone at the tick at its very end",
    file: "hierarchical/filter-expiry.js",
    find: "(duration === allocationInterval ? 0.5 : 0)",
    replace: "0.5",
    caughtBy: "cases/filter-t1-r2.jsonl",
  },
  {
    rule: "F3: between ticks a filter has gone at its very end",
    file: "hierarchical/filter-expiry.js",
    find: "isTick ? t : t + 0.5",
    replace: "isTick ? t : t - 0.5",
    caughtBy: "golden/reservations-01.jsonl",
  },
  {
    rule: "F5: a revive clears filters",
    file: "hierarchical/frameworks.js",
    find: "framework.suppressed.delete(role);\n            this.#clearFilters(framework, role);",
    replace: "framework.suppressed.delete(role);",
    caughtBy: "cases/suppress-then-decline-then-revive.jsonl",
  },
  {
    rule: "F5: a revive clears the filters of its roles only",
    file: "hierarchical/frameworks.js",
    find: "framework.suppressed.delete(role);\n            this.#clearFilters(framework, role);",
    replace:
      "framework.suppressed.delete(role);\n            for (const each of framework.clients.keys())\n                this.#clearFilters(framework, each);",
    caughtBy: "cases/revive-clears-filters.jsonl",
  },
  {
    rule: "F5: a removed agent's filters go",
    file: "hierarchical/cluster-events.js",
    find: "filters.clearAgent(agent);\n        agents.remove(agent);",
    replace: "agents.remove(agent);",
    caughtBy: "cases/removed-agent-forgets-filters.jsonl",
  },
  {
    rule: "F5: filters of a role that was left go",
    file: "hierarchical/frameworks.js",
    find: "[...left, ...revived]",
    replace: "revived",
    caughtBy: "cases/left-role-forgets-filters.jsonl",
  },
  {
    rule: "F5: deactivating a framework clears its filters",
    file: "hierarchical/frameworks.js",
    find: "if (!active)\n                this.#clearFilters",
    replace: "if (false)\n                this.#clearFilters",
    caughtBy: "cases/deactivate-activate.jsonl",
  },
  {
    rule: "F5: another total keeps filters",
    file: "hierarchical/cluster-events.js",
    find: "agents.update(agent, total);",
    replace: "agents.update(agent, total);\n        filters.clearAgent(agent);",
    caughtBy: "cases/filter-subset.jsonl",
  },
  {
    rule: "F6: suppressing a role keeps the framework's filters",
    file: "hierarchical/frameworks.js",
    find: "framework.suppressed.add(role);\n            this.#refresh(framework, role);",
    replace:
      "framework.suppressed.add(role);\n            for (const each of framework.clients.keys())\n                this.#clearFilters(framework, each);\n            this.#refresh(framework, role);",
    caughtBy: "golden/revocable-04.jsonl",
  },
  {
    rule: "F5: a change of quota keeps filters",
    file: "hierarchical/cluster-events.js",
    find: "quotas.update(operation.role, operation.guarantees, operation.limits);",
    replace:
      "quotas.update(operation.role, operation.guarantees, operation.limits);\n for (let a = 0; a < agents.size; a++) this.#view.filters.clearAgent(a);",
    caughtBy: "cases/quota-limit-chop-passes-filter.jsonl",
  },
];
