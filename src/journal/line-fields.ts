import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../cluster/ids.js";
import type { NameTable } from "../cluster/name-table.js";
import { parseResourceText, ResourceTextError } from "../cluster/resource-text.js";
import { NO_RESOURCES, type Resources } from "../cluster/resources.js";
import { roleNameDefect } from "../cluster/role-name.js";
import { JsonFields, type JsonObject, type LinePlace } from "./json-fields.js";

/** Where a line's fields are looked up, and where what is wrong with them goes. */
export interface LineContext extends LinePlace {
  readonly directory: Directory;
  /** Whether the header gives the master a domain (P2). */
  readonly hasDomain: boolean;
  /** Resource texts read so far: one object for equal texts. */
  readonly resources: Map<string, Resources>;
  /** Names that nothing announces, told so far: each is told once. */
  readonly unannounced: Set<string>;
}

/** The fields of a journal line, names and resources among them. */
export class LineFields extends JsonFields<LineFields> {
  readonly context: LineContext;

  constructor(object: JsonObject, context: LineContext, path = "") {
    super(object, context, path);
    this.context = context;
  }

  protected override inside(object: JsonObject, path: string): LineFields {
    return new LineFields(object, this.context, path);
  }

  agent(name: string): AgentId {
    return this.#id(name, this.text(name), this.context.directory.agents, "addAgent");
  }

  framework(name: string): FrameworkId {
    return this.#id(name, this.text(name), this.context.directory.frameworks, "addFramework");
  }

  role(name: string): RoleId {
    return this.roleId(name, this.text(name));
  }

  roles(name: string): RoleId[] {
    return this.texts(name).map((role) => this.roleId(name, role));
  }

  agents(name: string): AgentId[] {
    return this.texts(name).map((agent) => this.#id(name, agent, this.context.directory.agents, "addAgent"));
  }

  roleId(name: string, role: string): RoleId {
    const defect = roleNameDefect(role);
    if (defect !== undefined) this.complain(name, defect, role);
    const id = this.context.directory.roles.find(role);
    if (defect === undefined && id === undefined)
      this.#complainOnce(name, "no framework is subscribed to the role", role);
    return id ?? (0 as RoleId);
  }

  /** What an object says of each role that it names. */
  byRole<Value>(name: string, read: (fields: LineFields, role: string) => Value): Map<RoleId, Value> {
    const members = this.within(name, (fields) =>
      fields.names().map((role) => [fields.roleId(role, role), read(fields, role)] as const),
    );
    return new Map(members);
  }

  resources(name: string): Resources {
    const text = this.text(name);
    const known = this.context.resources.get(text);
    if (known !== undefined) return known;
    const resources = this.#parse(name, text);
    this.context.resources.set(text, resources);
    return resources;
  }

  /** Amounts per name, neither reserved nor revocable: a quota, a demand. */
  plainResources(name: string, zeros: "keep" | "drop"): Resources {
    return this.#plain(name, this.text(name), zeros);
  }

  /** A list of such amounts: alternatives. */
  plainResourcesList(name: string): Resources[] {
    return this.texts(name).map((text) => this.#plain(name, text, "drop"));
  }

  #plain(name: string, text: string, zeros: "keep" | "drop"): Resources {
    return this.#orComplain(name, () => this.context.directory.resourceKeys.parseQuantities(text, zeros));
  }

  #parse(name: string, text: string): Resources {
    const { roles, resourceKeys } = this.context.directory;
    return this.#orComplain(name, () => {
      const entries = parseResourceText(text);
      const stray = entries.flatMap((entry) => entry.reservations).find((role) => roles.find(role) === undefined);
      if (stray === undefined) return resourceKeys.fromEntries(entries);
      throw new ResourceTextError(stray, "no agent has resources reserved to this role");
    });
  }

  #orComplain(name: string, read: () => Resources): Resources {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ResourceTextError)) throw error;
      this.complain(name, error.message, error.value);
      return NO_RESOURCES;
    }
  }

  #id<Id extends number>(field: string, name: string, names: NameTable<Id>, announcedBy: string): Id {
    const id = names.find(name);
    if (id === undefined && name !== "")
      this.#complainOnce(field, `no ${announcedBy} in this journal announces it`, name);
    return id ?? (0 as Id);
  }

  /** A line that announces a name and cannot be read makes every line wrong that has the name. */
  #complainOnce(field: string, rule: string, name: string): void {
    const key = `${rule} ${name}`;
    if (this.context.unannounced.has(key)) return;
    this.context.unannounced.add(key);
    this.complain(field, rule, name);
  }
}
