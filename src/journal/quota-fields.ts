import type { OperationOf } from "../allocator/operations.js";
import { amountOf } from "../cluster/resources.js";
import { ancestorsOf } from "../cluster/role-name.js";
import type { LineFields } from "./line-fields.js";

/** `role`, `guarantees` and `limits`: of a role that has a quota now, or had one before a failover. */
export function readQuota(fields: LineFields): Omit<OperationOf<"updateQuota">, "op"> {
  const role = fields.role("role");
  if (ancestorsOf(fields.context.directory.roles.name(role)).length > 0) {
    fields.complain("role", "only top-level roles have a quota", undefined, "give the quota to the role above");
  }
  const guarantees = fields.plainResources("guarantees", "drop");
  const limits = fields.plainResources("limits", "keep");
  if (guarantees.keys.some((key) => limits.keys.includes(key) && amountOf(guarantees, key) > amountOf(limits, key))) {
    fields.complain("guarantees", "a guarantee may not be above its limit (Q2)");
  }
  return { role, guarantees, limits };
}
