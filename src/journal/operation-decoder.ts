import type { Conversion, Operation, OperationName, Request } from "../allocator/operations.js";
import { CAPABILITIES, type Capability } from "../cluster/capability.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
import type { GrowingNameTable } from "../cluster/name-table.js";
import { DENIAL_REASONS } from "../cluster/preemption-plan.js";
import { readProfile, readUnavailability } from "./agent-fields.js";
import type { LineFields } from "./line-fields.js";
import { readPreferences } from "./preference-fields.js";
import { readQuota } from "./quota-fields.js";
import { readRefuse } from "./refuse-time.js";

type Decoder = (fields: LineFields, op: never, tasks: GrowingNameTable<TaskId>) => Operation;

/** One decoder per operation: the contract's table, section 4. Complaints go where the fields send them. */
const DECODERS: { readonly [Name in OperationName]: Decoder } = {
  updateWeights: (fields) => ({ op: "updateWeights", weights: weights(fields) }),
  updateQuota: (fields) => ({ op: "updateQuota", ...readQuota(fields) }),
  addFramework: (fields) => ({
    op: "addFramework",
    framework: fields.framework("framework"),
    roles: fields.roles("roles"),
    capabilities: capabilities(fields),
    suppressedRoles: fields.roles("suppressedRoles"),
    active: fields.boolean("active"),
    ...readPreferences(fields),
  }),
  updateFramework: (fields) => ({
    op: "updateFramework",
    framework: fields.framework("framework"),
    roles: fields.roles("roles"),
    suppressedRoles: fields.roles("suppressedRoles"),
    ...(fields.has("capabilities") ? { capabilities: capabilities(fields) } : {}),
    ...readPreferences(fields),
  }),
  removeFramework: framework,
  activateFramework: framework,
  deactivateFramework: framework,
  addAgent,
  updateAgent: (fields) => {
    const id = fields.agent("agent");
    return { op: "updateAgent", agent: id, total: fields.resources("total"), ...readProfile(fields, id) };
  },
  updateUnavailability: (fields) => ({
    op: "updateUnavailability",
    agent: fields.agent("agent"),
    unavailability: fields.isNull("unavailability") ? null : (readUnavailability(fields) ?? null),
  }),
  removeAgent: agent,
  activateAgent: agent,
  deactivateAgent: agent,
  updateWhitelist: (fields) => ({ op: "updateWhitelist", agents: agentsOrNull(fields) }),
  requestResources: (fields) => ({
    op: "requestResources",
    framework: fields.framework("framework"),
    requests: fields.objects("requests").map(request),
  }),
  recoverResources: (fields, _, tasks) => ({
    op: "recoverResources",
    ...place(fields),
    resources: fields.resources("resources"),
    refuse: fields.isNull("refuseSeconds") ? null : readRefuse(fields),
    allocated: fields.flag("allocated"),
    task: task(fields, tasks),
  }),
  acceptOffer: (fields, _, tasks) => ({
    op: "acceptOffer",
    ...place(fields),
    resources: fields.resources("resources"),
    task: task(fields, tasks),
  }),
  updateAllocation: (fields) => ({ op: "updateAllocation", ...place(fields), conversions: conversions(fields) }),
  updateAvailable: (fields) => ({
    op: "updateAvailable",
    agent: fields.agent("agent"),
    conversions: conversions(fields),
  }),
  suppressOffers: frameworkAndRoles,
  reviveOffers: frameworkAndRoles,
  inverseOfferResponse: (fields) => ({
    op: "inverseOfferResponse",
    framework: fields.framework("framework"),
    agent: fields.agent("agent"),
    accepted: fields.isNull("accepted") ? null : fields.boolean("accepted"),
    ...(fields.isGiven("refuseSeconds") ? { refuse: readRefuse(fields) } : {}),
  }),
  revocationDenied: (fields, _, tasks) => ({
    op: "revocationDenied",
    ...place(fields),
    resources: fields.resources("resources"),
    task: task(fields, tasks),
    reason: fields.word("reason", DENIAL_REASONS, "a reason"),
  }),
  allocate: (fields) => ({ op: "allocate", wake: fields.flag("wake") }),
  run: (fields) => ({ op: "run", agents: agentsOrNull(fields) }),
  pause: () => ({ op: "pause" }),
  resume: () => ({ op: "resume" }),
  recover: (fields) => ({
    op: "recover",
    expectedAgents: fields.count("expectedAgents", 0),
    quotas: fields.objects("quotas").map(readQuota),
  }),
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

function place(fields: LineFields): { framework: FrameworkId; role: RoleId; agent: AgentId } {
  return { framework: fields.framework("framework"), role: fields.role("role"), agent: fields.agent("agent") };
}

function addAgent(fields: LineFields): Operation {
  const id = fields.agent("agent");
  const total = fields.resources("total");
  const used = fields.objects("used").map((use) => ({
    framework: use.framework("framework"),
    role: use.role("role"),
    resources: use.resources("resources"),
  }));
  const unavailability = fields.isGiven("unavailability") ? readUnavailability(fields) : undefined;
  return {
    op: "addAgent",
    agent: id,
    total,
    used,
    ...readProfile(fields, id),
    ...(unavailability === undefined ? {} : { unavailability }),
  };
}

function agent(fields: LineFields, op: "removeAgent" | "activateAgent" | "deactivateAgent"): Operation {
  return { op, agent: fields.agent("agent") };
}

function agentsOrNull(fields: LineFields): AgentId[] | null {
  return fields.isNull("agents") ? null : fields.agents("agents");
}

function weights(fields: LineFields): { role: RoleId; weight: number }[] {
  return Object.entries(fields.object("weights")).map(([role, weight]) => {
    const isWeight = typeof weight === "number" && weight > 0 && Number.isFinite(weight);
    if (!isWeight) fields.complain("weights", `the weight of ${role} must be a number above zero`, weight);
    return { role: fields.roleId("weights", role), weight: isWeight ? weight : 1 };
  });
}

function capabilities(fields: LineFields): Capability[] {
  return fields.words("capabilities", CAPABILITIES, "a capability");
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

function conversions(fields: LineFields): Conversion[] {
  return fields
    .objects("conversions")
    .map((conversion) => ({ from: conversion.resources("from"), to: conversion.resources("to") }));
}

function task(fields: LineFields, tasks: GrowingNameTable<TaskId>): TaskId | null {
  return fields.has("task") ? tasks.intern(fields.text("task")) : null;
}
