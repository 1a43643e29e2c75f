import type { AgentId, ResourceKeyId } from "../../cluster/ids.js";
import type { ClientId } from "./clients.js";

/** What a client's hold on a shared volume has changed. */
export interface HoldChange {
  /** It holds its first copy, or none any more. */
  readonly isFirstOrLast: boolean;
  /** The others that hold copies. */
  readonly others: readonly ClientId[];
  /** The size by which the volume counts, in thousandths, however many copies there are. */
  readonly size: number;
}

interface Volume {
  readonly size: number;
  /** By client: the amount of all its copies. */
  readonly held: Map<ClientId, number>;
}

/** Who holds copies of the shared volumes: a volume counts once for whoever holds it (S4). */
export class SharedHolders {
  /** Those that somebody holds, by agent. */
  readonly #volumes = new Map<AgentId, Map<ResourceKeyId, Volume>>();

  /**
   * @param amount of copies that the client has more, or (negative) less
   * @param size of the volume, should nobody hold it yet; else it counts as large as it was then
   */
  change(client: ClientId, agent: AgentId, key: ResourceKeyId, amount: number, size: number): HoldChange {
    const ofAgent = this.#volumes.get(agent) ?? new Map<ResourceKeyId, Volume>();
    const volume = ofAgent.get(key) ?? { size, held: new Map<ClientId, number>() };
    const before = volume.held.get(client) ?? 0;
    const after = before + amount;
    if (after > 0) volume.held.set(client, after);
    else volume.held.delete(client);
    if (volume.held.size > 0) this.#volumes.set(agent, ofAgent.set(key, volume));
    else ofAgent.delete(key);
    if (ofAgent.size === 0) this.#volumes.delete(agent);
    const others = [...volume.held.keys()].filter((holder) => holder !== client);
    return { isFirstOrLast: before > 0 !== after > 0, others, size: volume.size };
  }
}
