import type { Complaint } from "../base/bad-input.js";
import { type Micros, secondsToMicros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../cluster/ids.js";
import type { NameTable } from "../cluster/name-table.js";
import { parseResourceText, type ResourceEntry, ResourceTextError } from "../cluster/resource-text.js";
import { NO_RESOURCES, type Resources } from "../cluster/resources.js";
import { roleNameDefect } from "../cluster/role-name.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Where a line's fields are looked up, and where what is wrong with them goes. */
export interface LineContext {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly directory: Directory;
  /** Resource texts read so far: one object for equal texts. */
  readonly resources: Map<string, Resources>;
  readonly complaints: Complaint[];
}

const MEND = "correct the line, or record the journal again";

/**
 * Typed access to the fields of a journal line. What is missing or ill-typed becomes a complaint, and a stand-in
 * value is returned so that the other fields are looked at too; whoever decodes a line must look whether complaints
 * have come up.
 */
export class LineFields {
  readonly #object: JsonObject;
  readonly #context: LineContext;
  /** `used[0].` within a nested object. */
  readonly #path: string;

  constructor(object: JsonObject, context: LineContext, path = "") {
    this.#object = object;
    this.#context = context;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#object[name] !== undefined;
  }

  isNull(name: string): boolean {
    return this.#object[name] === null;
  }

  text(name: string): string {
    const value = this.#object[name];
    if (typeof value === "string") return value;
    this.#illTyped(name, "a text");
    return "";
  }

  boolean(name: string): boolean {
    const value = this.#object[name];
    if (typeof value !== "boolean") this.#illTyped(name, "true or false");
    return value === true;
  }

  /** False when absent. */
  flag(name: string): boolean {
    return this.has(name) && this.boolean(name);
  }

  number(name: string): number {
    const value = this.#object[name];
    if (typeof value === "number") return value;
    this.#illTyped(name, "a number");
    return 0;
  }

  /** A whole number from 0 (or 1) on. */
  count(name: string, least: 0 | 1): number {
    const value = this.number(name);
    if (!Number.isSafeInteger(value) || value < least) {
      this.complain(name, `${this.#path}${name} is a whole number from ${least} on`);
    }
    return value;
  }

  /** A time in seconds. @returns microseconds */
  time(name: string): Micros {
    const seconds = this.number(name);
    const micros = secondsToMicros(seconds);
    if (!(seconds >= 0) || !Number.isSafeInteger(micros)) {
      this.complain(name, `${this.#path}${name} is a time in seconds, from 0 to (2^53-1)/1000000`);
    } else if (micros / 1_000_000 !== seconds) {
      this.complain(name, "a time has at most six decimals");
    }
    return micros;
  }

  object(name: string): JsonObject {
    const value = this.#object[name];
    if (isJsonObject(value)) return value;
    this.#illTyped(name, "an object");
    return {};
  }

  /** The objects of a list, each with its own fields. */
  objects(name: string): LineFields[] {
    return this.#list(name).flatMap((value, i) => {
      if (isJsonObject(value)) return [new LineFields(value, this.#context, `${this.#path}${name}[${i}].`)];
      this.complain(name, `${this.#path}${name} is a list of objects`, value);
      return [];
    });
  }

  texts(name: string): string[] {
    return this.#list(name).filter((value): value is string => {
      if (typeof value !== "string") this.complain(name, `${this.#path}${name} is a list of texts`, value);
      return typeof value === "string";
    });
  }

  agent(name: string): AgentId {
    return this.#id(name, this.text(name), this.#context.directory.agents, "addAgent");
  }

  framework(name: string): FrameworkId {
    return this.#id(name, this.text(name), this.#context.directory.frameworks, "addFramework");
  }

  role(name: string): RoleId {
    return this.roleId(name, this.text(name));
  }

  roles(name: string): RoleId[] {
    return this.texts(name).map((role) => this.roleId(name, role));
  }

  agents(name: string): AgentId[] {
    return this.texts(name).map((agent) => this.#id(name, agent, this.#context.directory.agents, "addAgent"));
  }

  roleId(name: string, role: string): RoleId {
    const defect = roleNameDefect(role);
    if (defect !== undefined) this.complain(name, defect, role);
    const id = this.#context.directory.roles.find(role);
    if (defect === undefined && id === undefined) this.complain(name, "no framework is subscribed to the role", role);
    return id ?? (0 as RoleId);
  }

  resources(name: string): Resources {
    const text = this.text(name);
    const known = this.#context.resources.get(text);
    if (known !== undefined) return known;
    const resources = this.#parse(name, text, "drop");
    this.#context.resources.set(text, resources);
    return resources;
  }

  /** Amounts per name, neither reserved nor revocable: a quota, a demand. */
  plainResources(name: string, zeros: "keep" | "drop"): Resources {
    const resources = this.#parse(name, this.text(name), zeros);
    const { resourceKeys } = this.#context.directory;
    if (resources.keys.some((key) => resourceKeys.get(key).plain !== key)) {
      this.complain(name, `${this.#path}${name} holds neither reserved nor revocable resources`);
    }
    return resources;
  }

  complain(name: string, rule: string, value: unknown = this.#object[name], nextStep = MEND): void {
    const { file, line, text, complaints } = this.#context;
    const column = Math.max(0, text.indexOf(`"${name}"`)) + 1;
    const shown = value === undefined ? {} : { value: typeof value === "string" ? value : JSON.stringify(value) };
    complaints.push({ place: `${file}:${line}:${column}`, ...shown, rule, nextStep });
  }

  #parse(name: string, text: string, zeros: "keep" | "drop"): Resources {
    const entries = this.#entries(name, text, zeros);
    const { roles, resourceKeys } = this.#context.directory;
    const stray = entries.find((entry) => entry.reservation !== null && roles.find(entry.reservation) === undefined);
    if (stray === undefined) return resourceKeys.fromEntries(entries);
    this.complain(name, "no agent has resources reserved to this role", stray.reservation);
    return NO_RESOURCES;
  }

  #entries(name: string, text: string, zeros: "keep" | "drop"): ResourceEntry[] {
    try {
      return parseResourceText(text, zeros);
    } catch (error) {
      if (!(error instanceof ResourceTextError)) throw error;
      this.complain(name, error.message, error.value);
      return [];
    }
  }

  #id<Id extends number>(field: string, name: string, names: NameTable<Id>, announcedBy: string): Id {
    const id = names.find(name);
    if (id === undefined && name !== "") this.complain(field, `no ${announcedBy} in this journal announces it`, name);
    return id ?? (0 as Id);
  }

  #list(name: string): readonly unknown[] {
    const value = this.#object[name];
    if (Array.isArray(value)) return value;
    this.#illTyped(name, "a list");
    return [];
  }

  #illTyped(name: string, wanted: string): void {
    const rule = this.has(name)
      ? `${this.#path}${name} must be ${wanted}`
      : `${this.#path}${name} (${wanted}) is missing`;
    this.complain(name, rule);
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
