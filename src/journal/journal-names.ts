import type { Directory } from "../cluster/directory.js";
import { createDirectory } from "../cluster/directory.js";
import type { ResourceEntry } from "../cluster/resource-text.js";
import { DEFAULT_ROLE, roleNameDefect } from "../cluster/role-name.js";
import { keyEntry, type RunNames } from "./header-failure.js";
import { isJsonObject, type JsonObject } from "./json-fields.js";

/** These hold no names that are not announced elsewhere, and are most of a long journal: not parsed for names. */
const ANNOUNCES_NOTHING =
  /"op"\s*:\s*"(?:recoverResources|acceptOffer|allocate|run|requestResources|inverseOfferResponse|revocationDenied)"/;

/** The reservations of an entry, one below the other; what stands in the brackets of a volume is no reservation. */
const STACK = /(?:^|;)\s*[\w.-]+((?:\([^()]*\))+)/g;
const RESERVATION = /\(([^()]*)\)/g;

/**
 * Collects every name that a journal announces, so that ids can be handed out in byte order before its first operation
 * is read. Says nothing about what is wrong: whoever decodes the lines does.
 */
export class JournalNames {
  readonly #agents = new Set<string>();
  readonly #frameworks = new Set<string>();
  readonly #roles = new Set<string>([DEFAULT_ROLE]);
  #resourceKeys: readonly string[] = [];

  /** What a header tells beforehand. Resource keys keep the ids that they had. */
  announce({ agents, frameworks, roles, resourceKeys }: RunNames): void {
    for (const agent of agents) this.#agents.add(agent);
    for (const framework of frameworks) this.#frameworks.add(framework);
    for (const role of roles) this.#addRole(role);
    for (const key of resourceKeys) this.#addReservations(`${key}:1`);
    this.#resourceKeys = resourceKeys;
  }

  collect(line: string): void {
    if (ANNOUNCES_NOTHING.test(line)) return;
    const object = parsed(line);
    if (object === undefined) return;
    switch (object.op) {
      case "addAgent":
      case "updateAgent":
        if (object.op === "addAgent") this.#add(this.#agents, object.agent);
        this.#addReservations(object.total);
        for (const use of list(object.used)) this.#addUse(use);
        return;
      case "addFramework":
        this.#add(this.#frameworks, object.framework);
        this.#addRoles(object);
        this.#addPreferences(object);
        return;
      case "updateFramework":
        this.#addRoles(object);
        this.#addPreferences(object);
        return;
      case "updateAllocation":
      case "updateAvailable":
        this.#addRoles(object);
        for (const conversion of list(object.conversions)) this.#addConversion(conversion);
        return;
      case "recover":
        for (const quota of list(object.quotas)) if (isJsonObject(quota)) this.#addRole(quota.role);
        return;
      case "updateWhitelist":
        for (const agent of list(object.agents)) this.#add(this.#agents, agent);
        return;
      case "updateWeights":
        this.#addRolesNamedIn(object.weights);
        return;
      default:
        this.#addRoles(object);
    }
  }

  directory(): Directory {
    const directory = createDirectory({ agents: this.#agents, frameworks: this.#frameworks, roles: this.#roles });
    for (const key of this.#resourceKeys) directory.resourceKeys.intern(keyEntry(key) as ResourceEntry);
    return directory;
  }

  /** May name a framework that is not there yet (L1). */
  #addUse(use: unknown): void {
    if (!isJsonObject(use)) return;
    this.#add(this.#frameworks, use.framework);
    this.#addRole(use.role);
    this.#addReservations(use.resources);
  }

  #addRoles(object: JsonObject): void {
    this.#addRole(object.role);
    for (const role of [...list(object.roles), ...list(object.suppressedRoles)]) this.#addRole(role);
  }

  #addPreferences(object: JsonObject): void {
    this.#addRolesNamedIn(object.minAllocatable);
    this.#addRolesNamedIn(object.offerConstraints);
  }

  /** May reserve to a role that nothing else names. */
  #addConversion(conversion: unknown): void {
    if (!isJsonObject(conversion)) return;
    this.#addReservations(conversion.from);
    this.#addReservations(conversion.to);
  }

  #addReservations(text: unknown): void {
    if (typeof text !== "string") return;
    for (const [, stack] of text.matchAll(STACK)) {
      for (const [, role] of (stack as string).matchAll(RESERVATION)) this.#addRole(role);
    }
  }

  #addRolesNamedIn(object: unknown): void {
    if (isJsonObject(object)) for (const role of Object.keys(object)) this.#addRole(role);
  }

  #addRole(role: unknown): void {
    if (typeof role === "string" && roleNameDefect(role) === undefined) this.#roles.add(role);
  }

  #add(names: Set<string>, name: unknown): void {
    if (typeof name === "string") names.add(name);
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
