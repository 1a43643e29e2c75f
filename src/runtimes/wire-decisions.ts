import type { Decisions, InverseOffer, Lending, Offer, Revocation } from "../allocator/decisions.js";
import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId, TaskId } from "../cluster/ids.js";
import { METRIC_NAME, type MetricSample } from "../cluster/metric-sample.js";
import { NO_RESOURCES, type Resources } from "../cluster/resources.js";
import { MOST_TEXT_BYTES, WIRE_DECISION } from "../sdk/wire-codes.js";

/** A guest's answer that is not laid out as `wire-codes.ts` says. Reported as an illegal decision. */
export class WireFormatError extends Error {}

export interface Answer {
  readonly decisions: Decisions;
  readonly samples: readonly MetricSample[];
}

type Explained = { why: string | null };

/**
 * Reads decision records. Ids are not judged here: the checker does that.
 *
 * @param t when the guest was asked
 * @param takeTexts gives the texts of this call; called once, and only when a record refers to one
 * @throws WireFormatError when a record is cut, unknown, or holds what may not stand there
 */
export function decodeAnswer(output: Float64Array, t: Micros, takeTexts: () => readonly string[]): Answer {
  return new AnswerReader(output, t, takeTexts).read();
}

class AnswerReader {
  readonly #output: Float64Array;
  readonly #t: Micros;
  readonly #takeTexts: () => readonly string[];
  #texts: readonly string[] | null = null;
  readonly #offers: Offer[] = [];
  readonly #inverseOffers: InverseOffer[] = [];
  readonly #revocations: Revocation[] = [];
  readonly #samples: MetricSample[] = [];
  #wakeAt: Micros | null = null;
  /** What a `why` is about. */
  #last: Explained | null = null;

  constructor(output: Float64Array, t: Micros, takeTexts: () => readonly string[]) {
    this.#output = output;
    this.#t = t;
    this.#takeTexts = takeTexts;
  }

  read(): Answer {
    const output = this.#output;
    const cursor = new Cursor(output);
    let at = 0;
    while (at < output.length) {
      const end = at + 2 + (output[at + 1] as number);
      if (!(end <= output.length)) throw new WireFormatError(`decision record at ${at} is longer than the answer`);
      cursor.start(at + 2, end);
      this.#record(output[at] as number, cursor);
      cursor.finish();
      at = end;
    }
    const [offers, inverseOffers, revocations] = [this.#offers, this.#inverseOffers, this.#revocations];
    return { decisions: { offers, inverseOffers, revocations, wakeAt: this.#wakeAt }, samples: this.#samples };
  }

  #record(code: number, cursor: Cursor): void {
    switch (code) {
      case WIRE_DECISION.offer:
        this.#last = keep(this.#offers, readOffer(cursor));
        return;
      case WIRE_DECISION.inverseOffer:
        this.#last = keep(this.#inverseOffers, readInverseOffer(cursor));
        return;
      case WIRE_DECISION.revocation:
        this.#last = keep(this.#revocations, readRevocation(cursor));
        return;
      case WIRE_DECISION.wakeAt:
        this.#wakeAt = cursor.integer();
        this.#last = null;
        return;
      case WIRE_DECISION.why: {
        if (this.#last === null) throw new WireFormatError("a reason stands behind no decision");
        this.#last.why = this.#text(cursor);
        return;
      }
      case WIRE_DECISION.metric:
        this.#samples.push(this.#sample(cursor));
        return;
      default:
        throw new WireFormatError(`unknown decision record ${code}`);
    }
  }

  #sample(cursor: Cursor): MetricSample {
    const name = this.#text(cursor);
    const unit = this.#text(cursor);
    if (!METRIC_NAME.test(name)) {
      throw new WireFormatError(`a metric is called ${JSON.stringify(name)}: its name has letters, digits, . _ - only`);
    }
    const value = cursor.double();
    if (!Number.isFinite(value)) throw new WireFormatError(`metric ${name}: ${value} is no number to report`);
    return { t: this.#t, name, unit, value };
  }

  #text(cursor: Cursor): string {
    const index = cursor.integer();
    this.#texts ??= this.#takeTexts();
    const text = this.#texts[index];
    if (text === undefined)
      throw new WireFormatError(`there is no text ${index}: the guest gave ${this.#texts.length}`);
    const bytes = Buffer.byteLength(text);
    if (bytes > MOST_TEXT_BYTES) {
      const begin = JSON.stringify(text.slice(0, 40));
      throw new WireFormatError(
        `a text has at most ${MOST_TEXT_BYTES} bytes; the one that begins ${begin} has ${bytes}`,
      );
    }
    return text;
  }
}

function keep<Decision extends Explained>(list: Decision[], decision: Decision): Decision {
  list.push(decision);
  return decision;
}

const TOO_SHORT = "a decision record is too short";

/** Reads one record after the other. */
class Cursor {
  readonly #data: Float64Array;
  #at = 0;
  #end = 0;
  /** Of the last resources whose keys were in order. */
  #lastKeys: readonly ResourceKeyId[] = [];

  constructor(data: Float64Array) {
    this.#data = data;
  }

  start(at: number, end: number): void {
    this.#at = at;
    this.#end = end;
  }

  double(): number {
    if (this.#at >= this.#end) throw new WireFormatError(TOO_SHORT);
    return this.#data[this.#at++] as number;
  }

  integer(): number {
    return integerOf(this.double());
  }

  resources(): Resources {
    const pairs = this.integer();
    return pairs <= 0 ? NO_RESOURCES : this.#pairs(pairs);
  }

  /** Offers mostly are of the same keys, one after the other: they share one list. */
  #pairs(pairs: number): Resources {
    if (pairs * 2 > this.#end - this.#at) throw new WireFormatError(TOO_SHORT);
    const keys = this.#lastKeys;
    if (keys.length !== pairs) return this.#pairsOfNewKeys(pairs);
    const data = this.#data;
    const amounts = new Array<number>(pairs);
    let at = this.#at;
    for (let i = 0; i < pairs; i++) {
      if (data[at++] !== keys[i]) return this.#pairsOfNewKeys(pairs);
      amounts[i] = integerOf(data[at++] as number);
    }
    this.#at = at;
    return { keys, amounts };
  }

  #pairsOfNewKeys(pairs: number): Resources {
    const keys = new Array<ResourceKeyId>(pairs);
    const amounts = new Array<number>(pairs);
    let isSorted = true;
    let before = -1;
    for (let i = 0; i < pairs; i++) {
      const key = this.integer() as ResourceKeyId;
      isSorted &&= key > before;
      before = key;
      keys[i] = key;
      amounts[i] = this.integer();
    }
    if (!isSorted) return sorted({ keys, amounts });
    this.#lastKeys = keys;
    return { keys, amounts };
  }

  finish(): void {
    if (this.#at !== this.#end) throw new WireFormatError("a decision record is too long");
  }
}

/**
 * What fits into 32 bits is made one of V8's small integers. As it stands in the records it would be an object of its own
 * in each field of each offer, and the ledger that looks it up has to look at that.
 */
function integerOf(value: number): number {
  const small = value | 0;
  return small === value ? small : largeInteger(value);
}

/** Apart from the common case, which is then short enough for V8 to put it into whatever asks for it. */
function largeInteger(value: number): number {
  if (!Number.isSafeInteger(value)) throw new WireFormatError(`a decision holds ${value}, which is no whole number`);
  return value;
}

/** The SDKs write keys in order; who writes records by hand need not. */
function sorted({ keys, amounts }: Resources): Resources {
  const order = [...keys.keys()].sort((a, b) => (keys[a] as number) - (keys[b] as number));
  const at = <T>(list: readonly T[]) => order.map((i) => list[i] as T);
  return { keys: at(keys), amounts: at(amounts) };
}

function readOffer(cursor: Cursor): Offer & Explained {
  const framework = cursor.integer() as FrameworkId;
  const role = cursor.integer() as RoleId;
  const agent = cursor.integer() as AgentId;
  const resources = cursor.resources();
  const owner = cursor.integer();
  const lent = cursor.resources();
  const lends: Lending | null = owner < 0 ? null : { owner: owner as RoleId, resources: lent };
  return { framework, role, agent, resources, lends, why: null };
}

function readInverseOffer(cursor: Cursor): InverseOffer & Explained {
  const framework = cursor.integer() as FrameworkId;
  const agent = cursor.integer() as AgentId;
  const deadline = cursor.integer();
  return { framework, agent, deadline, resources: cursor.resources(), why: null };
}

function readRevocation(cursor: Cursor): Revocation & Explained {
  const framework = cursor.integer() as FrameworkId;
  const role = cursor.integer() as RoleId;
  const agent = cursor.integer() as AgentId;
  const deadline = cursor.integer();
  const task = cursor.integer();
  const resources = cursor.resources();
  return { framework, role, agent, deadline, task: task < 0 ? null : (task as TaskId), resources, why: null };
}
