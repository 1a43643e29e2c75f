import type { Operation, OperationName, Request } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import { CAPABILITIES, type Capability } from "../cluster/capability.js";
import type { TaskId } from "../cluster/ids.js";
import type { GrowingNameTable } from "../cluster/name-table.js";
import { amountOf } from "../cluster/resources.js";
import { ancestorsOf } from "../cluster/role-name.js";
import type { LineFields } from "./line-fields.js";

/**
 * Beyond a year all times mean the same to a filter (F2); what is beyond exact integers is read as just over a year.
 */
const OVER_A_YEAR: Micros = 365 * 86_400_000_000 + 1;

type Decoder = (fields: LineFields, op: never, tasks: GrowingNameTable<TaskId>) => Operation;

/** One decoder per operation: the contract's table, section 4. Complaints go where the fields send them. */
const DECODERS: { readonly [Name in OperationName]: Decoder } = {
  updateWeights: (fields) => ({ op: "updateWeights", weights: weights(fields) }),
  updateQuota: (fields) => quota(fields),
  addFramework: (fields) => ({
    op: "addFramework",
    framework: fields.framework("framework"),
    roles: fields.roles("roles"),
    capabilities: capabilities(fields),
    suppressedRoles: fields.roles("suppressedRoles"),
    active: fields.boolean("active"),
  }),
  updateFramework: (fields) => ({
    op: "updateFramework",
    framework: fields.framework("framework"),
    roles: fields.roles("roles"),
    suppressedRoles: fields.roles("suppressedRoles"),
  }),
  removeFramework: framework,
  activateFramework: framework,
  deactivateFramework: framework,
  addAgent: (fields) => ({
    op: "addAgent",
    agent: fields.agent("agent"),
    total: fields.resources("total"),
    used: fields.objects("used").map((use) => ({
      framework: use.framework("framework"),
      role: use.role("role"),
      resources: use.resources("resources"),
    })),
  }),
  updateAgent: (fields) => ({ op: "updateAgent", agent: fields.agent("agent"), total: fields.resources("total") }),
  removeAgent: agent,
  activateAgent: agent,
  deactivateAgent: agent,
  updateWhitelist: (fields) => ({
    op: "updateWhitelist",
    agents: fields.isNull("agents") ? null : fields.agents("agents"),
  }),
  requestResources: (fields) => ({
    op: "requestResources",
    framework: fields.framework("framework"),
    requests: fields.objects("requests").map(request),
  }),
  recoverResources: (fields, _, tasks) => ({
    op: "recoverResources",
    framework: fields.framework("framework"),
    role: fields.role("role"),
    agent: fields.agent("agent"),
    resources: fields.resources("resources"),
    refuse: fields.isNull("refuseSeconds") ? null : refuse(fields.number("refuseSeconds")),
    allocated: fields.flag("allocated"),
    task: task(fields, tasks),
  }),
  acceptOffer: (fields, _, tasks) => ({
    op: "acceptOffer",
    framework: fields.framework("framework"),
    role: fields.role("role"),
    agent: fields.agent("agent"),
    resources: fields.resources("resources"),
    task: task(fields, tasks),
  }),
  suppressOffers: frameworkAndRoles,
  reviveOffers: frameworkAndRoles,
  inverseOfferResponse: (fields) => ({
    op: "inverseOfferResponse",
    framework: fields.framework("framework"),
    agent: fields.agent("agent"),
    accepted: fields.boolean("accepted"),
  }),
  allocate: (fields) => ({ op: "allocate", wake: fields.flag("wake") }),
};

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(DECODERS, name);
}

export const OPERATION_NAMES = Object.keys(DECODERS) as readonly OperationName[];

export function decodeOperation(op: OperationName, fields: LineFields, tasks: GrowingNameTable<TaskId>): Operation {
  return DECODERS[op](fields, op as never, tasks);
}

function framework(fields: LineFields, op: "removeFramework" | "activateFramework" | "deactivateFramework"): Operation {
  return { op, framework: fields.framework("framework") };
}

function frameworkAndRoles(fields: LineFields, op: "suppressOffers" | "reviveOffers"): Operation {
  return { op, framework: fields.framework("framework"), roles: fields.roles("roles") };
}

function agent(fields: LineFields, op: "removeAgent" | "activateAgent" | "deactivateAgent"): Operation {
  return { op, agent: fields.agent("agent") };
}

function weights(fields: LineFields): { role: ReturnType<LineFields["role"]>; weight: number }[] {
  return Object.entries(fields.object("weights")).map(([role, weight]) => {
    const isWeight = typeof weight === "number" && weight > 0 && Number.isFinite(weight);
    if (!isWeight) fields.complain("weights", `the weight of ${role} must be a number above zero`, weight);
    return { role: fields.roleId("weights", role), weight: isWeight ? weight : 1 };
  });
}

function quota(fields: LineFields): Operation {
  const role = fields.role("role");
  if (ancestorsOf(fields.text("role")).length > 0) {
    fields.complain("role", "only top-level roles have a quota", undefined, "give the quota to the role above");
  }
  const guarantees = fields.plainResources("guarantees", "drop");
  const limits = fields.plainResources("limits", "keep");
  if (guarantees.keys.some((key) => limits.keys.includes(key) && amountOf(guarantees, key) > amountOf(limits, key))) {
    fields.complain("guarantees", "a guarantee may not be above its limit (Q2)");
  }
  return { op: "updateQuota", role, guarantees, limits };
}

function capabilities(fields: LineFields): Capability[] {
  return fields.texts("capabilities").filter((name): name is Capability => {
    const isKnown = (CAPABILITIES as readonly string[]).includes(name);
    if (!isKnown) fields.complain("capabilities", `a capability is one of ${CAPABILITIES.join(", ")}`, name);
    return isKnown;
  });
}

function request(fields: LineFields): Request {
  return {
    id: fields.text("id"),
    role: fields.role("role"),
    resources: fields.plainResources("resources", "drop"),
    count: fields.count("count", 1),
    gang: fields.boolean("gang"),
    priority: fields.has("priority") ? fields.number("priority") : null,
    estimateSeconds: fields.has("estimateSeconds") ? fields.number("estimateSeconds") : null,
  };
}

function task(fields: LineFields, tasks: GrowingNameTable<TaskId>): TaskId | null {
  return fields.has("task") ? tasks.intern(fields.text("task")) : null;
}

/** Kept as given, negative or too long (F2 is the allocator's); a time above zero does not become zero by rounding. */
function refuse(seconds: number): Micros {
  const micros = Math.round(seconds * 1_000_000);
  if (!Number.isSafeInteger(micros)) return seconds < 0 ? -OVER_A_YEAR : OVER_A_YEAR;
  return micros === 0 && seconds !== 0 ? Math.sign(seconds) : micros;
}
