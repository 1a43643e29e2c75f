import type { Decisions, InverseOfferDraft, RevocationDraft } from "./mirror/decisions.js";
import type { Mirror } from "./mirror/mirror.js";
import type { OfferDraft } from "./mirror/nouns.js";
import type { Vector } from "./model.js";
import { WIRE_DECISION } from "./wire-codes.js";

/** Writes what the script decided in one call as records, and keeps the texts that they refer to. */
export class WireWriter {
  readonly #mirror: Mirror;
  #output: number[] = [];
  /** Where the length of the record stands that is being written. */
  #lengthAt = 0;
  #texts: string[] = [];

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** Of what was written last. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  write({ offers, inverseOffers, revocations, metrics, wakeAt }: Decisions): Float64Array {
    this.#output = [];
    this.#texts = [];
    for (const offer of offers) this.#offer(offer);
    for (const inverseOffer of inverseOffers) this.#inverseOffer(inverseOffer);
    for (const revocation of revocations) this.#revocation(revocation);
    for (const { name, unit, value } of metrics) {
      this.#begin(WIRE_DECISION.metric);
      this.#output.push(this.#text(name), this.#text(unit), value);
      this.#end();
    }
    if (wakeAt !== null) this.#output.push(WIRE_DECISION.wakeAt, 1, wakeAt);
    // Not Float64Array.from: QuickJS walks the list as an iterator there.
    const answer = new Float64Array(this.#output.length);
    answer.set(this.#output);
    return answer;
  }

  #offer({ holding: { framework, role, agent }, resources, owner, lent, why }: OfferDraft): void {
    this.#begin(WIRE_DECISION.offer);
    this.#output.push(framework.id, role.id, agent.id);
    this.#resources(resources);
    this.#output.push(owner?.id ?? -1);
    this.#resources(lent);
    this.#end();
    this.#why(why);
  }

  #inverseOffer({ framework, agent, resources, deadline, why }: InverseOfferDraft): void {
    this.#begin(WIRE_DECISION.inverseOffer);
    this.#output.push(framework.id, agent.id, deadline);
    this.#resources(resources);
    this.#end();
    this.#why(why);
  }

  #revocation({ task, deadline, why }: RevocationDraft): void {
    const { framework, role, agent, id, resources } = task;
    const { keys } = this.#mirror;
    this.#begin(WIRE_DECISION.revocation);
    this.#output.push(framework.id, role.id, agent.id, deadline, id);
    this.#resources(resources.map((amount, key) => (keys[key]!.revocable ? amount : 0)));
    this.#end();
    this.#why(why);
  }

  #why(why: string | null): void {
    if (why !== null) this.#output.push(WIRE_DECISION.why, 1, this.#text(why));
  }

  #text(text: string): number {
    return this.#texts.push(text) - 1;
  }

  #begin(code: number): void {
    this.#output.push(code, 0);
    this.#lengthAt = this.#output.length - 1;
  }

  #end(): void {
    this.#output[this.#lengthAt] = this.#output.length - this.#lengthAt - 1;
  }

  #resources(vector: Readonly<Vector>): void {
    const output = this.#output;
    const at = output.length;
    output.push(0);
    for (let key = 0; key < vector.length; key++) if (vector[key]! > 0) output.push(key, vector[key]!);
    output[at] = (output.length - at - 1) / 2;
  }
}
