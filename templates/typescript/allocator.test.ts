import { decisionsOf, equal } from "workbench";
import * as allocator from "./__FILE__";

/** "rich" uses a cpu already, so "poor" is offered what is left of both agents. */
export function testWhoHasLeastIsOfferedFirst(): void {
  const { offers } = decisionsOf(allocator, {
    agents: { a1: "cpus:4;mem:4096", a2: "cpus:2;mem:2048" },
    frameworks: {
      rich: { role: "prod", uses: { a1: "cpus:1;mem:1024" } },
      poor: { role: "batch" },
    },
  });
  equal(offers[0]?.framework, "poor");
  equal(offers[0]?.resources, "cpus:3;mem:3072");
}
