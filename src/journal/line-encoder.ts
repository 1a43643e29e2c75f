import type { Decisions, InverseOffer, Lending, Offer, Revocation } from "../allocator/decisions.js";
import type { Operation } from "../allocator/operations.js";
import { type Micros, microsToSeconds } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import { FieldEncoder } from "./field-encoder.js";
import { encodeArguments } from "./operation-encoder.js";

/**
 * Writes journal lines, without their line end: keys in the order of the contract's table, what is empty, null or
 * false by default left out.
 */
export class LineEncoder {
  readonly #fields: FieldEncoder;
  #lastT: Micros = -1;
  #lastTText = "";

  constructor(directory: Directory) {
    this.#fields = new FieldEncoder(directory);
  }

  /** A line up to its decisions, which may not be known yet. */
  beginning(t: Micros, operation: Operation): string {
    return `{"t":${this.#time(t)},"op":"${operation.op}"${encodeArguments(operation, this.#fields)}`;
  }

  /**
   * The rest of a line but for its `}`: each list of decisions begins with a comma, empty ones are left out.
   *
   * @param decisions sorted
   * @param explain whether decisions carry their `why`; what is hashed does not
   */
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
    const fields = this.#fields;
    const what = `${fields.place(framework, role, agent)},"resources":${fields.resources(resources)}`;
    return `{${what}${lends === null ? "" : this.#lending(lends)}${whyField(why, explain)}}`;
  }

  #lending({ owner, resources }: Lending): string {
    return `,"lends":{"owner":${this.#fields.role(owner)},"resources":${this.#fields.resources(resources)}}`;
  }

  #inverseOffer({ framework, agent, resources, deadline, why }: InverseOffer, explain: boolean): string {
    const fields = this.#fields;
    const place = `"framework":${fields.framework(framework)},"agent":${fields.agent(agent)}`;
    return `{${place},"resources":${fields.resources(resources)},"deadline":${microsToSeconds(deadline)}${whyField(why, explain)}}`;
  }

  #revocation({ framework, role, agent, resources, deadline, task, why }: Revocation, explain: boolean): string {
    const fields = this.#fields;
    const what = `${fields.place(framework, role, agent)},"resources":${fields.resources(resources)}`;
    return `{${what},"deadline":${microsToSeconds(deadline)}${fields.task(task)}${whyField(why, explain)}}`;
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
