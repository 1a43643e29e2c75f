import type { ResourceKeys } from "../../cluster/resource-keys.js";
import type { Sums } from "./cluster-books.js";

/** A sum as Mesos shows it: cpus as a number, mem and disk in MiB; 0 where the run knows no such resource. */
export function gaugeValue(sums: Sums, name: string, keys: ResourceKeys): number {
  const key = keys.find(name);
  return key === undefined ? 0 : sums.get(key) / 1000;
}
