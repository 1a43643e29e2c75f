import type { Decisions, Offer } from "../allocator/decisions.js";
import type { OperationSink } from "../allocator/operation-sink.js";
import type { Operation } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../cluster/ids.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";

type Place = Pick<Offer, "framework" | "role" | "agent">;

/** What of the revocable resources that one framework holds in one role on one agent is lent. */
interface Loans {
  readonly place: Place;
  /** Thousandths by plain resource key: lent to it; revocable and on offer still; lent and in use, as it was told last. */
  readonly lent: number[];
  readonly unanswered: number[];
  readonly inUse: number[];
}

/** @param key a plain one @param amount thousandths more, or less where it is below 0 */
type OnChange = (t: Micros, framework: FrameworkId, role: RoleId, key: ResourceKeyId, amount: number) => void;

/**
 * How much of what tasks have in use is lent, read off the port by the ledger's own rule: of revocable amounts what is
 * lent goes back first. So of what is lent as much as possible is on offer still, and the rest in use.
 */
export class LoansInUse implements OperationSink {
  readonly #keys: ResourceKeys;
  readonly #roleCount: number;
  readonly #onChange: OnChange;
  /** By agent, by framework and role; of whoever was offered something revocable. */
  readonly #books: (Map<number, Loans> | undefined)[] = [];

  constructor(keys: ResourceKeys, roleCount: number, onChange: OnChange) {
    this.#keys = keys;
    this.#roleCount = roleCount;
    this.#onChange = onChange;
  }

  record(t: Micros, operation: Operation, { offers }: Decisions): void {
    switch (operation.op) {
      case "acceptOffer":
        this.#answered(t, operation, operation.resources, false);
        break;
      case "recoverResources":
        if (operation.allocated) this.#ended(t, operation, operation.resources);
        else this.#answered(t, operation, operation.resources, true);
        break;
      case "removeAgent":
        this.#forget(t, operation.agent, () => true);
        break;
      case "removeFramework":
        for (const agent of this.#books.keys()) {
          this.#forget(t, agent as AgentId, ({ place }) => place.framework === operation.framework);
        }
        break;
    }
    for (const offer of offers) this.#offered(t, offer);
  }

  #offered(t: Micros, offer: Offer): void {
    const { resources } = offer;
    // Every offer comes by here, and few are revocable.
    for (let i = 0; i < resources.keys.length; i++) {
      const { plain, revocable } = this.#keys.get(resources.keys[i] as ResourceKeyId);
      if (revocable) add(this.#loansOf(offer).unanswered, plain, resources.amounts[i] as number);
    }
    if (offer.lends === null) return;
    const loans = this.#loansOf(offer);
    const { keys, amounts } = offer.lends.resources;
    for (const [i, key] of keys.entries()) add(loans.lent, this.#keys.get(key).plain, amounts[i] as number);
    this.#settle(t, loans);
  }

  /** @param isDeclined whether it is given back */
  #answered(t: Micros, place: Place, resources: Resources, isDeclined: boolean): void {
    const loans = this.#find(place);
    if (loans === undefined) return;
    for (const [key, amount] of this.#revocable(resources)) {
      add(loans.unanswered, key, -amount);
      if (isDeclined) giveBack(loans, key, amount);
    }
    this.#settle(t, loans);
  }

  #ended(t: Micros, place: Place, resources: Resources): void {
    const loans = this.#find(place);
    if (loans === undefined) return;
    for (const [key, amount] of this.#revocable(resources)) giveBack(loans, key, amount);
    this.#settle(t, loans);
  }

  #forget(t: Micros, agent: AgentId, condition: (loans: Loans) => boolean): void {
    const books = this.#books[agent];
    for (const [slot, loans] of books ?? []) {
      if (!condition(loans)) continue;
      loans.lent.fill(0);
      this.#settle(t, loans);
      books?.delete(slot);
    }
  }

  #settle(t: Micros, { place, lent, unanswered, inUse }: Loans): void {
    for (let key = 0; key < lent.length; key++) {
      const now = Math.max(0, (lent[key] ?? 0) - (unanswered[key] ?? 0));
      const change = now - (inUse[key] ?? 0);
      if (change === 0) continue;
      inUse[key] = now;
      this.#onChange(t, place.framework, place.role, key as ResourceKeyId, change);
    }
  }

  /** By plain key. */
  *#revocable({ keys, amounts }: Resources): Iterable<[key: ResourceKeyId, amount: number]> {
    for (let i = 0; i < keys.length; i++) {
      const { plain, revocable } = this.#keys.get(keys[i] as ResourceKeyId);
      if (revocable) yield [plain, amounts[i] as number];
    }
  }

  #find({ framework, role, agent }: Place): Loans | undefined {
    return this.#books[agent]?.get(framework * this.#roleCount + role);
  }

  #loansOf({ framework, role, agent }: Place): Loans {
    const books = this.#books[agent] ?? new Map<number, Loans>();
    this.#books[agent] = books;
    const slot = framework * this.#roleCount + role;
    const known = books.get(slot);
    if (known !== undefined) return known;
    const loans = { place: { framework, role, agent }, lent: [], unanswered: [], inUse: [] };
    books.set(slot, loans);
    return loans;
  }
}

function add(amounts: number[], key: number, amount: number): void {
  while (amounts.length <= key) amounts.push(0);
  amounts[key] = (amounts[key] as number) + amount;
}

function giveBack({ lent }: Loans, key: number, amount: number): void {
  add(lent, key, -Math.min(lent[key] ?? 0, amount));
}
