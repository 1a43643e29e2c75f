import type { Decisions, InverseOffer, Offer, Revocation } from "../allocator/decisions.js";
import type { Operation, Request } from "../allocator/operations.js";
import { type Micros, microsToSeconds } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
import type { ResourceKey, Resources } from "../cluster/resources.js";

/**
 * Writes journal lines, without their line end: keys in the order of the contract's table, what is empty, null or
 * false by default left out. Runs for every operation of every simulation, so the JSON of each name is made once.
 */
export class LineEncoder {
  readonly #directory: Directory;
  readonly #agents: readonly string[];
  readonly #frameworks: readonly string[];
  readonly #roles: readonly string[];
  #lastT: Micros = -1;
  #lastTText = "";
  /** How many resource keys have been looked at, and whether the JSON of all is their text between quotes. */
  #keysSeen = 0;
  #areKeysPlain = true;

  constructor(directory: Directory) {
    this.#directory = directory;
    this.#agents = directory.agents.names.map((name) => JSON.stringify(name));
    this.#frameworks = directory.frameworks.names.map((name) => JSON.stringify(name));
    this.#roles = directory.roles.names.map((name) => JSON.stringify(name));
  }

  /**
   * @param decisions sorted
   * @param explain whether decisions carry their `why`; what is hashed does not
   */
  line(t: Micros, operation: Operation, decisions: Decisions, explain: boolean): string {
    return `{"t":${this.#time(t)},"op":"${operation.op}"${this.#arguments(operation)}${this.decisions(decisions, explain)}}`;
  }

  /** The decision lists as they end a line: each begins with a comma, empty ones are left out. */
  decisions({ offers, inverseOffers, revocations }: Decisions, explain: boolean): string {
    let text = "";
    if (offers.length > 0) text += `,"offers":${this.offers(offers, explain)}`;
    if (inverseOffers.length > 0)
      text += `,"inverseOffers":[${inverseOffers.map((o) => this.#inverseOffer(o, explain))}]`;
    if (revocations.length > 0) text += `,"revocations":[${revocations.map((r) => this.#revocation(r, explain))}]`;
    return text;
  }

  /** A JSON list. */
  offers(offers: readonly Offer[], explain: boolean): string {
    let text = "[";
    for (const offer of offers) text += `${text.length > 1 ? "," : ""}${this.#offer(offer, explain)}`;
    return `${text}]`;
  }

  #offer({ framework, role, agent, resources, lends, why }: Offer, explain: boolean): string {
    const lending =
      lends === null
        ? ""
        : `,"lends":{"owner":${this.#role(lends.owner)},"resources":${this.#resources(lends.resources)}}`;
    return `{${this.#place(framework, role, agent)},"resources":${this.#resources(resources)}${lending}${whyField(why, explain)}}`;
  }

  #inverseOffer({ framework, agent, resources, deadline, why }: InverseOffer, explain: boolean): string {
    const place = `"framework":${this.#framework(framework)},"agent":${this.#agent(agent)}`;
    return `{${place},"resources":${this.#resources(resources)},"deadline":${microsToSeconds(deadline)}${whyField(why, explain)}}`;
  }

  #revocation({ framework, role, agent, resources, deadline, task, why }: Revocation, explain: boolean): string {
    const what = `${this.#place(framework, role, agent)},"resources":${this.#resources(resources)}`;
    return `{${what},"deadline":${microsToSeconds(deadline)}${this.#task(task)}${whyField(why, explain)}}`;
  }

  /** Each argument with a comma before it. */
  #arguments(operation: Operation): string {
    switch (operation.op) {
      case "recoverResources": {
        const refuse = operation.refuse === null ? "null" : microsToSeconds(operation.refuse);
        const allocated = operation.allocated ? ',"allocated":true' : "";
        return `${this.#placeAndResources(operation)},"refuseSeconds":${refuse}${allocated}${this.#task(operation.task)}`;
      }
      case "acceptOffer":
        return `${this.#placeAndResources(operation)}${this.#task(operation.task)}`;
      case "allocate":
        return operation.wake ? ',"wake":true' : "";
      case "requestResources":
        return `,"framework":${this.#framework(operation.framework)},"requests":[${operation.requests.map((r) => this.#request(r))}]`;
      case "updateWeights":
        return `,"weights":{${operation.weights.map(({ role, weight }) => `${this.#role(role)}:${weight}`)}}`;
      case "updateQuota": {
        const { role, guarantees, limits } = operation;
        return `,"role":${this.#role(role)},"guarantees":${this.#resources(guarantees)},"limits":${this.#resources(limits)}`;
      }
      case "addFramework": {
        const capabilities = JSON.stringify(operation.capabilities);
        return `,"framework":${this.#framework(operation.framework)},"roles":${this.#roleList(operation.roles)},"capabilities":${capabilities},"suppressedRoles":${this.#roleList(operation.suppressedRoles)},"active":${operation.active}`;
      }
      case "updateFramework":
        return `,"framework":${this.#framework(operation.framework)},"roles":${this.#roleList(operation.roles)},"suppressedRoles":${this.#roleList(operation.suppressedRoles)}`;
      case "removeFramework":
      case "activateFramework":
      case "deactivateFramework":
        return `,"framework":${this.#framework(operation.framework)}`;
      case "suppressOffers":
      case "reviveOffers":
        return `,"framework":${this.#framework(operation.framework)},"roles":${this.#roleList(operation.roles)}`;
      case "addAgent": {
        const used = operation.used.map(
          ({ framework, role, resources }) =>
            `{"framework":${this.#framework(framework)},"role":${this.#role(role)},"resources":${this.#resources(resources)}}`,
        );
        return `,"agent":${this.#agent(operation.agent)},"total":${this.#resources(operation.total)},"used":[${used}]`;
      }
      case "updateAgent":
        return `,"agent":${this.#agent(operation.agent)},"total":${this.#resources(operation.total)}`;
      case "removeAgent":
      case "activateAgent":
      case "deactivateAgent":
        return `,"agent":${this.#agent(operation.agent)}`;
      case "updateWhitelist":
        return `,"agents":${operation.agents === null ? "null" : `[${operation.agents.map((agent) => this.#agent(agent))}]`}`;
      case "inverseOfferResponse":
        return `,"framework":${this.#framework(operation.framework)},"agent":${this.#agent(operation.agent)},"accepted":${operation.accepted}`;
    }
  }

  #placeAndResources(of: { framework: FrameworkId; role: RoleId; agent: AgentId; resources: Resources }): string {
    return `,${this.#place(of.framework, of.role, of.agent)},"resources":${this.#resources(of.resources)}`;
  }

  #place(framework: FrameworkId, role: RoleId, agent: AgentId): string {
    return `"framework":${this.#framework(framework)},"role":${this.#role(role)},"agent":${this.#agent(agent)}`;
  }

  #request({ id, role, resources, count, gang, priority, estimateSeconds }: Request): string {
    const estimate = estimateSeconds === null ? "" : `,"estimateSeconds":${estimateSeconds}`;
    const rank = priority === null ? "" : `,"priority":${priority}`;
    return `{"id":${JSON.stringify(id)},"role":${this.#role(role)},"resources":${this.#resources(resources)},"count":${count},"gang":${gang}${rank}${estimate}}`;
  }

  #task(task: TaskId | null): string {
    return task === null ? "" : `,"task":${JSON.stringify(this.#directory.tasks.name(task))}`;
  }

  #resources(resources: Resources): string {
    const { resourceKeys } = this.#directory;
    if (this.#keysSeen < resourceKeys.all.length) this.#lookAtNewKeys(resourceKeys.all);
    const text = resourceKeys.format(resources);
    return this.#areKeysPlain ? `"${text}"` : JSON.stringify(text);
  }

  /** Resource names need no escaping: their grammar has neither quotes nor control characters; the role of a reservation may. */
  #lookAtNewKeys(keys: readonly ResourceKey[]): void {
    for (; this.#keysSeen < keys.length; this.#keysSeen++) {
      const { text } = keys[this.#keysSeen] as ResourceKey;
      this.#areKeysPlain &&= JSON.stringify(text) === `"${text}"`;
    }
  }

  #roleList(roles: readonly RoleId[]): string {
    return `[${roles.map((role) => this.#role(role))}]`;
  }

  #agent(agent: AgentId): string {
    return this.#agents[agent] as string;
  }

  #framework(framework: FrameworkId): string {
    return this.#frameworks[framework] as string;
  }

  #role(role: RoleId): string {
    return this.#roles[role] as string;
  }

  /** Many lines in a row have the same time. */
  #time(t: Micros): string {
    if (t !== this.#lastT) {
      this.#lastT = t;
      this.#lastTText = String(microsToSeconds(t));
    }
    return this.#lastTText;
  }
}

function whyField(why: string | null, explain: boolean): string {
  return explain && why !== null ? `,"why":${JSON.stringify(why)}` : "";
}
