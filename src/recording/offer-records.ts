import { compareBytes } from "../base/byte-order.js";
import { type Micros, microsToSeconds } from "../base/time.js";
import type { SentOffer } from "../cluster/cluster-observer.js";
import type { Directory } from "../cluster/directory.js";
import { RECORDED_RESOURCES, type RecordedAmounts } from "./amounts.js";
import type { OfferFlow } from "./run-charts.js";
import { type ColumnData, codedTexts, ROWS_AT_ONCE, type RowSink } from "./tables/recorded-table.js";

const OUTCOMES = ["accepted", "declined", "rescinded", "open"] as const;
export type OfferOutcome = (typeof OUTCOMES)[number];

/** A chart shows no more flows than these: those with most offers. */
const MOST_FLOWS = 200;

/** More offers of a run are not written down: a day of a large cluster has tens of millions. */
const MOST_OFFERS = 1_000_000;

/**
 * What became of each offer. An offer is handed on when it is answered, so that only open ones and a part of the table are
 * in memory.
 */
export class OfferRecords {
  readonly #open = new Map<SentOffer, Micros>();
  readonly #flows = new Map<number, Record<"sent" | OfferOutcome, number>>();
  readonly #directory: Directory;
  readonly #amounts: RecordedAmounts;
  readonly #sink: RowSink;
  readonly #most: number;
  #rows = new OfferRows();
  #taken = 0;
  #leftOut = 0;

  constructor(directory: Directory, amounts: RecordedAmounts, sink: RowSink, most = MOST_OFFERS) {
    this.#directory = directory;
    this.#amounts = amounts;
    this.#sink = sink;
    this.#most = most;
  }

  /** How many offers are not in the table, since it has its most already. */
  get leftOut(): number {
    return this.#leftOut;
  }

  sent(t: Micros, offer: SentOffer): void {
    this.#flowOf(offer).sent++;
    if (this.#taken === this.#most) {
      this.#leftOut++;
      return;
    }
    this.#taken++;
    this.#open.set(offer, t);
  }

  answered(t: Micros, offer: SentOffer, outcome: OfferOutcome): void {
    this.#flowOf(offer)[outcome]++;
    const sentAt = this.#open.get(offer);
    if (sentAt === undefined) return;
    this.#open.delete(offer);
    this.#rows.add(offer, microsToSeconds(sentAt), microsToSeconds(t), outcome, this.#amounts);
    if (this.#rows.length === ROWS_AT_ONCE) this.#handOn();
  }

  /** The run is over, and no more is to come. */
  end(): void {
    for (const [offer, sentAt] of this.#open) {
      this.#rows.add(offer, microsToSeconds(sentAt), Number.NaN, "open", this.#amounts);
      if (this.#rows.length === ROWS_AT_ONCE) this.#handOn();
    }
    if (this.#rows.length > 0) this.#handOn();
  }

  flows(): OfferFlow[] {
    const { frameworks, roles } = this.#directory;
    const flows = [...this.#flows].map(([key, { sent, accepted, declined, rescinded }]) => ({
      framework: frameworks.names[Math.floor(key / roles.size)] as string,
      role: roles.names[key % roles.size] as string,
      ...{ sent, accepted, declined, rescinded },
    }));
    flows.sort((a, b) => b.sent - a.sent || compareBytes(a.framework, b.framework) || compareBytes(a.role, b.role));
    return flows.slice(0, MOST_FLOWS);
  }

  #flowOf({ framework, role }: SentOffer): Record<"sent" | OfferOutcome, number> {
    const key = framework * this.#directory.roles.size + role;
    let flow = this.#flows.get(key);
    if (flow === undefined) {
      flow = { sent: 0, accepted: 0, declined: 0, rescinded: 0, open: 0 };
      this.#flows.set(key, flow);
    }
    return flow;
  }

  #handOn(): void {
    this.#sink({ table: "offers", rows: this.#rows.length, columns: this.#rows.columns(this.#directory) });
    this.#rows = new OfferRows();
  }
}

/** A part of the table. */
class OfferRows {
  length = 0;
  readonly #sent = new Float64Array(ROWS_AT_ONCE);
  readonly #answered = new Float64Array(ROWS_AT_ONCE);
  readonly #framework = new Int32Array(ROWS_AT_ONCE);
  readonly #role = new Int32Array(ROWS_AT_ONCE);
  readonly #agent = new Int32Array(ROWS_AT_ONCE);
  readonly #outcome = new Int32Array(ROWS_AT_ONCE);
  readonly #revocable = new Uint8Array(ROWS_AT_ONCE);
  readonly #offered = RECORDED_RESOURCES.map(() => new Float64Array(ROWS_AT_ONCE));
  readonly #sums = new Float64Array(RECORDED_RESOURCES.length);

  add(
    { framework, role, agent, resources }: SentOffer,
    sentSeconds: number,
    answeredSeconds: number,
    outcome: OfferOutcome,
    amounts: RecordedAmounts,
  ): void {
    const row = this.length++;
    this.#sent[row] = sentSeconds;
    this.#answered[row] = answeredSeconds;
    this.#framework[row] = framework;
    this.#role[row] = role;
    this.#agent[row] = agent;
    this.#outcome[row] = OUTCOMES.indexOf(outcome);
    this.#revocable[row] = Number(amounts.isRevocable(resources));
    this.#sums.fill(0);
    amounts.add(resources, 1, this.#sums);
    for (const [place, offered] of this.#offered.entries()) offered[row] = (this.#sums[place] as number) / 1000;
  }

  columns({ frameworks, roles, agents }: Directory): Record<string, ColumnData> {
    const { length } = this;
    const [cpus, mem, disk, gpus] = this.#offered.map((amounts) => amounts.slice(0, length));
    return {
      sent_seconds: this.#sent.slice(0, length),
      answered_seconds: this.#answered.slice(0, length),
      framework: codedTexts(frameworks.names, this.#framework.subarray(0, length)),
      role: codedTexts(roles.names, this.#role.subarray(0, length)),
      agent: codedTexts(agents.names, this.#agent.subarray(0, length)),
      outcome: codedTexts(OUTCOMES, this.#outcome.subarray(0, length)),
      revocable: this.#revocable.slice(0, length),
      cpus: cpus as Float64Array,
      mem_mib: mem as Float64Array,
      disk_mib: disk as Float64Array,
      gpus: gpus as Float64Array,
    };
  }
}
