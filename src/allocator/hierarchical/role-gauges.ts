import type { RoleId } from "../../cluster/ids.js";
import type { NameTable } from "../../cluster/name-table.js";
import type { Gauge } from "../allocator.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";

/**
 * The figures of section 11 that only the allocator knows, for each role that has frameworks: how many filters hold, and
 * (of the DRF sorter) the dominant share of the role's own frameworks, its weight applied; where there are roles below,
 * these are a virtual leaf, of weight 1 (S6).
 *
 * @param deadline from `expiryDeadline`: filters up to it have ended
 */
export function roleGauges(view: ClusterView, names: NameTable<RoleId>, deadline: number): Gauge[] {
  const { clients, filters, roles } = view;
  const active = new Map<RoleId, number>();
  filters.forEachActive(deadline, (client) => {
    const role = clients.roleOf(client as ClientId);
    active.set(role, (active.get(role) ?? 0) + 1);
  });
  return clients.trackedRoles().flatMap((role) => {
    const name = names.name(role);
    const gauge = { name: `allocator/mesos/offer_filters/roles/${name}/active`, value: active.get(role) ?? 0 };
    if (view.sorter === "random") return [gauge];
    return [
      gauge,
      { name: `allocator/mesos/roles/${name}/shares/dominant`, value: roles.table.share(roles.leafOf(role)) },
    ];
  });
}
