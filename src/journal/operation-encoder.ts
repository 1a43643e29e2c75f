import type { Conversion, Operation, OperationOf, Request } from "../allocator/operations.js";
import { microsToSeconds } from "../base/time.js";
import type { AgentId, FrameworkId, RoleId } from "../cluster/ids.js";
import type { Resources } from "../cluster/resources.js";
import { changedProfileFields, profileFields, unavailabilityJson } from "./agent-fields.js";
import type { FieldEncoder } from "./field-encoder.js";
import { changedPreferenceFields, preferenceFields } from "./preference-fields.js";

/** The arguments of an operation as a line has them, each with a comma before it. */
export function encodeArguments(operation: Operation, fields: FieldEncoder): string {
  switch (operation.op) {
    case "recoverResources":
      return recovered(operation, fields);
    case "acceptOffer":
      return `${placeAndResources(operation, fields)}${fields.task(operation.task)}`;
    case "allocate":
      return operation.wake ? ',"wake":true' : "";
    case "run":
    case "updateWhitelist":
      return `,"agents":${fields.agents(operation.agents)}`;
    case "pause":
    case "resume":
      return "";
    case "requestResources":
      return `${framework(operation, fields)},"requests":[${operation.requests.map((r) => request(r, fields))}]`;
    case "updateWeights":
      return `,"weights":{${operation.weights.map(({ role, weight }) => `${fields.role(role)}:${weight}`)}}`;
    case "updateQuota":
      return `,${quota(operation, fields)}`;
    case "recover":
      return `,"expectedAgents":${operation.expectedAgents},"quotas":[${operation.quotas.map((q) => `{${quota(q, fields)}}`)}]`;
    case "addFramework":
      return addFramework(operation, fields);
    case "updateFramework":
      return updateFramework(operation, fields);
    case "removeFramework":
    case "activateFramework":
    case "deactivateFramework":
      return framework(operation, fields);
    case "suppressOffers":
    case "reviveOffers":
      return `${framework(operation, fields)},"roles":${fields.roles(operation.roles)}`;
    case "addAgent":
      return addAgent(operation, fields);
    case "updateAgent":
      return `${agent(operation, fields)},"total":${fields.resources(operation.total)}${changedProfileFields(operation.profile)}`;
    case "updateUnavailability":
      return `${agent(operation, fields)},"unavailability":${unavailabilityJson(operation.unavailability)}`;
    case "removeAgent":
    case "activateAgent":
    case "deactivateAgent":
      return agent(operation, fields);
    case "updateAllocation":
      return `,${place(operation, fields)},${conversions(operation.conversions, fields)}`;
    case "updateAvailable":
      return `${agent(operation, fields)},${conversions(operation.conversions, fields)}`;
    case "inverseOfferResponse":
      return inverseOfferResponse(operation, fields);
    case "revocationDenied":
      return `${placeAndResources(operation, fields)}${fields.task(operation.task)},"reason":"${operation.reason}"`;
  }
}

interface Place {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
}

function framework(of: { readonly framework: FrameworkId }, fields: FieldEncoder): string {
  return `,"framework":${fields.framework(of.framework)}`;
}

function agent(of: { readonly agent: AgentId }, fields: FieldEncoder): string {
  return `,"agent":${fields.agent(of.agent)}`;
}

function place(of: Place, fields: FieldEncoder): string {
  return fields.place(of.framework, of.role, of.agent);
}

function placeAndResources(of: Place & { readonly resources: Resources }, fields: FieldEncoder): string {
  return `,${place(of, fields)},"resources":${fields.resources(of.resources)}`;
}

function recovered(operation: OperationOf<"recoverResources">, fields: FieldEncoder): string {
  const refuse = operation.refuse === null ? "null" : microsToSeconds(operation.refuse);
  const allocated = operation.allocated ? ',"allocated":true' : "";
  return `${placeAndResources(operation, fields)},"refuseSeconds":${refuse}${allocated}${fields.task(operation.task)}`;
}

function request(of: Request, fields: FieldEncoder): string {
  const { id, role, resources, count, gang, priority, estimateSeconds } = of;
  const estimate = estimateSeconds === null ? "" : `,"estimateSeconds":${estimateSeconds}`;
  const rank = priority === null ? "" : `,"priority":${priority}`;
  return `{"id":${JSON.stringify(id)},"role":${fields.role(role)},"resources":${fields.resources(resources)},"count":${count},"gang":${gang}${rank}${estimate}}`;
}

function quota(
  of: { readonly role: RoleId; readonly guarantees: Resources; readonly limits: Resources },
  fields: FieldEncoder,
): string {
  return `"role":${fields.role(of.role)},"guarantees":${fields.resources(of.guarantees)},"limits":${fields.resources(of.limits)}`;
}

function addFramework(operation: OperationOf<"addFramework">, fields: FieldEncoder): string {
  const { roles, suppressedRoles, active, preferences } = operation;
  const capabilities = `"capabilities":${JSON.stringify(operation.capabilities)}`;
  return `${framework(operation, fields)},"roles":${fields.roles(roles)},${capabilities},"suppressedRoles":${fields.roles(suppressedRoles)},"active":${active}${preferenceFields(preferences, fields)}`;
}

function updateFramework(operation: OperationOf<"updateFramework">, fields: FieldEncoder): string {
  const { roles, suppressedRoles, preferences } = operation;
  const capabilities =
    operation.capabilities === undefined ? "" : `,"capabilities":${JSON.stringify(operation.capabilities)}`;
  return `${framework(operation, fields)},"roles":${fields.roles(roles)},"suppressedRoles":${fields.roles(suppressedRoles)}${capabilities}${changedPreferenceFields(preferences, fields)}`;
}

function addAgent(operation: OperationOf<"addAgent">, fields: FieldEncoder): string {
  const used = operation.used.map(
    (use) =>
      `{"framework":${fields.framework(use.framework)},"role":${fields.role(use.role)},"resources":${fields.resources(use.resources)}}`,
  );
  const { profile, unavailability } = operation;
  const name = fields.directory.agents.name(operation.agent);
  const planned = unavailability === undefined ? "" : `,"unavailability":${unavailabilityJson(unavailability)}`;
  return `${agent(operation, fields)},"total":${fields.resources(operation.total)},"used":[${used}]${profileFields(profile, name)}${planned}`;
}

function conversions(of: readonly Conversion[], fields: FieldEncoder): string {
  const each = of.map(({ from, to }) => `{"from":${fields.resources(from)},"to":${fields.resources(to)}}`);
  return `"conversions":[${each}]`;
}

function inverseOfferResponse(operation: OperationOf<"inverseOfferResponse">, fields: FieldEncoder): string {
  const { accepted, refuse } = operation;
  const refused = refuse === undefined ? "" : `,"refuseSeconds":${microsToSeconds(refuse)}`;
  return `${framework(operation, fields)}${agent(operation, fields)},"accepted":${accepted}${refused}`;
}
