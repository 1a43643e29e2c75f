import type { AllocatorContext, AllocatorOptions } from "../../allocator/allocator.js";
import { allocatorOptions } from "../../allocator/allocator-options.js";
import { checkAndBook } from "../../allocator/checker.js";
import { NO_DECISIONS } from "../../allocator/decisions.js";
import { chooseItems } from "../../allocator/item-choice.js";
import type { Operation, TimedOperation } from "../../allocator/operations.js";
import { AllocatorSession, sorted } from "../../allocator/session.js";
import { MICROS_PER_SECOND, type Micros } from "../../base/time.js";
import { CAPABILITIES, type Capability } from "../../cluster/capability.js";
import { createDirectory, type Directory } from "../../cluster/directory.js";
import { OPTION_DEFAULTS } from "../../cluster/option-defaults.js";
import { parseResourceText, type ResourceEntry, ResourceTextError } from "../../cluster/resource-text.js";
import { DEFAULT_ROLE, roleNameDefect } from "../../cluster/role-name.js";
import { LineEncoder } from "../../journal/line-encoder.js";
import type { GuestSetup } from "../../runtimes/guest.js";
import { WireEncoder } from "../../runtimes/wire.js";
import { guestSetup } from "../../runtimes/wire-allocator.js";
import { decodeAnswer } from "../../runtimes/wire-decisions.js";
import { WrittenFields } from "./written-fields.js";

const TICK: Micros = MICROS_PER_SECOND;
const SEED = 1;

/**
 * A cluster that a test has written down: who is there, what they use and want. It is played to the real session and ledger,
 * and what an allocator decides in its first cycle is vetted by the real checker.
 */
export class WrittenCluster {
  readonly #directory: Directory;
  readonly #options: AllocatorOptions;
  readonly #parameters: AllocatorContext["parameters"];
  readonly #session: AllocatorSession;
  readonly #told: TimedOperation[] = [];

  /** @throws Error with what is wrong with it; ResourceTextError, LedgerError */
  constructor(written: unknown) {
    const fields = new WrittenFields(written);
    this.#directory = directoryOf(fields);
    this.#options = allocatorOptions(OPTION_DEFAULTS, this.#directory.resourceKeys);
    this.#parameters = fields.parameters;
    const listening = {
      triggers: [],
      decide: (_t: Micros, events: readonly TimedOperation[]) => {
        this.#told.push(...events);
        return NO_DECISIONS;
      },
      gauges: () => [],
      close: () => {},
    };
    this.#session = new AllocatorSession(listening, this.#directory, this.#options, { enter() {}, leave() {} });
    for (const operation of operationsOf(fields, this.#directory)) this.#session.submit(0, operation);
    this.#session.submit(TICK, { op: "allocate", wake: false });
  }

  /** What a guest is told before its first call, and in it. */
  begin(): { readonly setup: GuestSetup; readonly records: readonly number[] } {
    const [directory, options, parameters] = [this.#directory, this.#options, this.#parameters];
    const setup = guestSetup({ directory, options, parameters, seed: SEED });
    const encoder = new WireEncoder(options.allocationInterval, directory.resourceKeys);
    return { setup, records: [...encoder.encode(TICK, this.#told, null)] };
  }

  /**
   * What the guest's records say, in the journal's form.
   * @throws Error when the host would refuse it
   */
  judge(output: readonly number[], texts: readonly string[]): object {
    const { decisions } = decodeAnswer(Float64Array.from(output), TICK, () => texts);
    const chosen = chooseItems(this.#session.ledger, sorted(decisions));
    const defect = checkAndBook(this.#session.ledger, TICK, chosen);
    if (defect !== undefined) throw new Error(`illegal decision: ${defect}`);
    const lists = new LineEncoder(this.#directory).decisions(chosen, true);
    return { offers: [], inverseOffers: [], revocations: [], ...JSON.parse(`{${lists.slice(1)}}`) };
  }
}

function directoryOf(fields: WrittenFields): Directory {
  const entries = fields.resourceTexts.flatMap(({ place, text }) => entriesOf(place, text));
  const roles = [DEFAULT_ROLE, ...fields.roles.map(({ name }) => name), ...fields.frameworks.map(({ role }) => role)];
  for (const role of roles) {
    const defect = roleNameDefect(role);
    if (defect !== undefined) throw new Error(`the role ${JSON.stringify(role)}: ${defect}`);
  }
  const directory = createDirectory({
    agents: fields.agents.map(({ name }) => name),
    frameworks: fields.frameworks.map(({ name }) => name),
    roles: [...roles, ...entries.flatMap(({ reservations }) => reservations)],
  });
  for (const entry of entries) directory.resourceKeys.intern(entry);
  return directory;
}

function entriesOf(place: string, text: string): ResourceEntry[] {
  try {
    return parseResourceText(text, "keep");
  } catch (error) {
    if (!(error instanceof ResourceTextError)) throw error;
    throw new Error(`${place}: ${JSON.stringify(error.value)}: ${error.message}`);
  }
}

function* operationsOf(fields: WrittenFields, directory: Directory): Iterable<Operation> {
  const { agents, frameworks, roles, resourceKeys } = directory;
  const weights = fields.roles.flatMap(({ name, weight }) =>
    weight === undefined ? [] : [{ role: roles.id(name), weight }],
  );
  if (weights.length > 0) yield { op: "updateWeights", weights };
  for (const { name, guarantees, limits } of fields.roles) {
    if (guarantees === "" && limits === "") continue;
    const quota = {
      guarantees: resourceKeys.parseQuantities(guarantees),
      limits: resourceKeys.parseQuantities(limits, "keep"),
    };
    yield { op: "updateQuota", role: roles.id(name), ...quota };
  }
  for (const { name, role, capabilities } of fields.frameworks) {
    yield {
      op: "addFramework",
      framework: frameworks.id(name),
      roles: [roles.id(role)],
      capabilities: ["MULTI_ROLE", ...capabilities.map(capabilityNamed)],
      suppressedRoles: [],
      active: true,
    };
  }
  for (const { name, total } of fields.agents) {
    const used = fields.frameworks.flatMap(({ name: framework, role, uses }) =>
      uses
        .filter(({ agent }) => agent === name)
        .map(({ text }) => ({
          framework: frameworks.id(framework),
          role: roles.id(role),
          resources: resourceKeys.parse(text),
        })),
    );
    yield { op: "addAgent", agent: agents.id(name), total: resourceKeys.parse(total), used };
  }
  for (const { name, role, wants } of fields.frameworks) {
    if (wants.length === 0) continue;
    const requests = wants.map(({ count, text }, i) => ({
      id: `want-${i}`,
      role: roles.id(role),
      resources: resourceKeys.parseQuantities(text),
      count,
      gang: false,
      priority: null,
      estimateSeconds: null,
    }));
    yield { op: "requestResources", framework: frameworks.id(name), requests };
  }
}

function capabilityNamed(name: string): Capability {
  const found = CAPABILITIES.find((capability) => capability === name);
  if (found === undefined) throw new Error(`${JSON.stringify(name)} is no capability: ${CAPABILITIES.join(", ")}`);
  return found;
}
