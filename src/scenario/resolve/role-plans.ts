import type { RolePlan } from "../../cluster/plan.js";
import { formatMilli, type ResourceEntry } from "../../cluster/resource-text.js";
import { roleNameDefect } from "../../cluster/role-name.js";
import type { Cursor } from "../document/cursor.js";
import { readPreemptionRules } from "./preemption-plan.js";
import type { ResourceForms } from "./resource-forms.js";
import { readPlainResources } from "./resources-value.js";

/** The roles under `roles`, in the order of the file. */
export function readRoles(map: Cursor): RolePlan[] {
  return map.entries.map(([name, role]) => {
    const defect = roleNameDefect(name);
    if (defect !== undefined) role.complainOfKey(defect, "change the role's name");
    const preemption = role.get("preemption");
    return {
      name,
      weight: role.get("weight").number ?? 1,
      quota: readQuota(name, role.get("quota")),
      ...(preemption.isMap ? { preemption: readPreemptionRules(preemption) } : {}),
    };
  });
}

function readQuota(role: string, quota: Cursor): RolePlan["quota"] {
  if (quota.text !== undefined) {
    if (quota.text !== "none")
      quota.complain("a quota is a map of guarantees and limits, or none", "write quota: none");
    return null;
  }
  if (!quota.isMap) return null;
  const guarantees = readPlainResources(quota.get("guarantees")) ?? [];
  const limits = readPlainResources(quota.get("limits"), "keep") ?? [];
  if (guarantees.length === 0 && limits.length === 0) return null;
  if (role.includes("/")) {
    quota.complainOfKey("only top-level roles have a quota (C15)", `give it to ${role.split("/")[0]}, or remove it`);
  }
  checkGuaranteesWithinLimits(guarantees, limits, quota);
  return { guarantees, limits };
}

/** Complains of quotas on ranges and sets, which no allocator would heed (C14). @param map what the roles were read from */
export function checkQuotaForms(roles: readonly RolePlan[], map: Cursor, forms: ResourceForms): void {
  for (const { name: role, quota } of roles) {
    if (quota === null) continue;
    for (const part of ["guarantees", "limits"] as const) {
      for (const { name } of quota[part]) {
        if (!forms.hasItems(name)) continue;
        const rule = `a quota is of scalars only, and ${name} is counted in items (C14)`;
        map.get(role).get("quota").get(part).complain(rule, `remove ${name}`, name);
      }
    }
  }
}

/** Q2: Mesos' master rejects a guarantee above the limit. */
function checkGuaranteesWithinLimits(
  guarantees: readonly ResourceEntry[],
  limits: readonly ResourceEntry[],
  quota: Cursor,
): void {
  for (const { name, milli } of guarantees) {
    const limit = limits.find((entry) => entry.name === name);
    if (limit === undefined || milli <= limit.milli) continue;
    const rule = `a guarantee is at most the limit, and ${name} is limited to ${formatMilli(limit.milli)} (Q2)`;
    quota.get("guarantees").complain(rule, "lower the guarantee or raise the limit", `${name}:${formatMilli(milli)}`);
  }
}
