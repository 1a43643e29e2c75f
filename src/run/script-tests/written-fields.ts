import type { ParameterValue } from "../../allocator/allocator.js";

interface WrittenFramework {
  readonly name: string;
  readonly role: string;
  readonly capabilities: readonly string[];
  readonly uses: readonly { readonly agent: string; readonly text: string }[];
  readonly wants: readonly { readonly count: number; readonly text: string }[];
}

interface WrittenRole {
  readonly name: string;
  readonly weight: number | undefined;
  readonly guarantees: string;
  readonly limits: string;
}

/** A cluster as a test writes it, read and checked. What is wrong is an error that names the field. */
export class WrittenFields {
  readonly agents: readonly { readonly name: string; readonly total: string }[];
  readonly frameworks: readonly WrittenFramework[];
  readonly roles: readonly WrittenRole[];
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Every resource text in it, with the field that it stands in. */
  readonly resourceTexts: readonly { readonly place: string; readonly text: string }[];

  constructor(written: unknown) {
    const cluster = recordOf("the cluster", written, ["agents", "frameworks", "roles", "parameters"]);
    this.agents = entriesOf("agents", cluster.agents).map(([name, total]) => ({
      name,
      total: textOf(`agents.${name}`, total),
    }));
    this.roles = entriesOf("roles", cluster.roles).map(([name, role]) => roleOf(name, role));
    this.frameworks = entriesOf("frameworks", cluster.frameworks).map(([name, one]) => this.#frameworkOf(name, one));
    this.parameters = Object.fromEntries(
      entriesOf("parameters", cluster.parameters).map(([name, value]) => [name, parameterOf(name, value)]),
    );
    this.resourceTexts = [
      ...this.agents.map(({ name, total }) => ({ place: `agents.${name}`, text: total })),
      ...this.roles.flatMap(({ name, guarantees, limits }) => [
        { place: `roles.${name}.guarantees`, text: guarantees },
        { place: `roles.${name}.limits`, text: limits },
      ]),
      ...this.frameworks.flatMap(({ name, uses, wants }) => [
        ...uses.map(({ agent, text }) => ({ place: `frameworks.${name}.uses.${agent}`, text })),
        ...wants.map(({ text }) => ({ place: `frameworks.${name}.wants`, text })),
      ]),
    ];
  }

  #frameworkOf(name: string, written: unknown): WrittenFramework {
    const place = `frameworks.${name}`;
    const framework = recordOf(place, written, ["role", "uses", "wants", "capabilities"]);
    const uses = entriesOf(`${place}.uses`, framework.uses).map(([agent, text]) => {
      if (!this.agents.some((known) => known.name === agent))
        throw new Error(`${place}.uses: there is no agent ${agent}`);
      return { agent, text: textOf(`${place}.uses.${agent}`, text) };
    });
    return {
      name,
      role: textOf(`${place}.role`, framework.role),
      capabilities: listOf(`${place}.capabilities`, framework.capabilities).map((one) => textOf(place, one)),
      uses,
      wants: listOf(`${place}.wants`, framework.wants).map((want) => wantOf(`${place}.wants`, want)),
    };
  }
}

function roleOf(name: string, written: unknown): WrittenRole {
  const place = `roles.${name}`;
  const { weight, guarantees, limits } = recordOf(place, written, ["weight", "guarantees", "limits"]);
  if (weight !== undefined && !(typeof weight === "number" && weight > 0))
    throw wrong(`${place}.weight`, "a number above 0");
  return {
    name,
    weight: weight as number | undefined,
    guarantees: guarantees === undefined ? "" : textOf(`${place}.guarantees`, guarantees),
    limits: limits === undefined ? "" : textOf(`${place}.limits`, limits),
  };
}

function wantOf(place: string, written: unknown): { count: number; text: string } {
  const { count, resources } = recordOf(place, written, ["count", "resources"]);
  if (!Number.isInteger(count) || (count as number) < 0) throw wrong(`${place}.count`, "a whole number from 0 on");
  return { count: count as number, text: textOf(`${place}.resources`, resources) };
}

function parameterOf(name: string, value: unknown): ParameterValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw wrong(`parameters.${name}`, "a text, a number, true or false");
}

function textOf(place: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw wrong(place, "a text");
}

/** An empty table of Lua's is a list as well as a record. */
function listOf(place: string, value: unknown): readonly unknown[] {
  if (value === undefined || value === null || isEmpty(value)) return [];
  if (Array.isArray(value)) return value;
  throw wrong(place, "a list");
}

function entriesOf(place: string, value: unknown): [string, unknown][] {
  return value === undefined || value === null ? [] : Object.entries(recordOf(place, value, null));
}

/** @param known the fields that it may have; null: any */
function recordOf(place: string, value: unknown, known: readonly string[] | null): Readonly<Record<string, unknown>> {
  if (isEmpty(value)) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(place, "a record of fields");
  const odd = known === null ? undefined : Object.keys(value).find((field) => !known.includes(field));
  if (odd !== undefined) throw new Error(`${place} has a field ${JSON.stringify(odd)}: there are ${known?.join(", ")}`);
  return value as Readonly<Record<string, unknown>>;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function wrong(place: string, rule: string): Error {
  return new Error(`${place} is ${rule}`);
}
