import { median } from "d3-array";
import type { AllocatorFactory } from "../allocator/allocator.js";
import { DeclineCluster, type DeclineSize } from "./decline-cluster.js";
import { type Times, timesOf } from "./times.js";

/** How far one cluster of declining frameworks is taken. */
export interface DeclineCourse extends DeclineSize {
  /** The cycles that are timed while most agents still find a taker. */
  readonly cycles: number;
  /** Whether it then goes on until every framework has declined every agent. */
  readonly saturate: boolean;
}

export interface DeclineFigures extends DeclineSize {
  /** Everybody joins, and the first cycle: one call. */
  readonly joinMs: number;
  readonly cycleMs: Times;
  /** Offers of one cycle, in the middle of those that are timed. */
  readonly offersPerCycle: number;
  /** All declines, and so all filters that live in the end. */
  readonly declines: number;
  /** Microseconds for one decline, over all of them. */
  readonly declineUs: number;
  /** Everybody has declined everything, and nothing changes. Null: it was not taken so far. */
  readonly saturatedMs: Times | null;
  /** Then one framework revives its offers: each agent is there for it alone, and all others have to be asked in vain. */
  readonly reviveMs: number | null;
  /** Bytes of the whole process: in the end, and at most. */
  readonly memoryBytes: number;
  readonly peakMemoryBytes: number;
}

const SATURATED_CYCLES = 10;

/** What runs first, so that the times are those of compiled code: how a cold start looks is for the journals to show. */
const WARM_UP: DeclineCourse = { agents: 500, frameworks: 50, roles: 1, cycles: 50, saturate: true };

/** @throws AllocatorFailure */
export async function runDeclines(course: DeclineCourse, createAllocator: AllocatorFactory): Promise<DeclineFigures> {
  await takeCourse(WARM_UP, createAllocator);
  return takeCourse(course, createAllocator);
}

async function takeCourse(course: DeclineCourse, createAllocator: AllocatorFactory): Promise<DeclineFigures> {
  const { agents, frameworks, roles, cycles, saturate } = course;
  const cluster = await DeclineCluster.create({ agents, frameworks, roles }, createAllocator);
  const joinMs = cluster.join();
  const timed: number[] = [];
  const offers: number[] = [];
  let declines = 0;
  let declineMs = 0;
  while (timed.length < cycles || (saturate && cluster.open > 0)) {
    declines += cluster.open;
    declineMs += cluster.decline();
    timed.push(cluster.cycle());
    offers.push(cluster.open);
  }
  const saturated = saturate ? Array.from({ length: SATURATED_CYCLES }, () => cluster.cycle()) : [];
  const memoryBytes = process.memoryUsage.rss();
  const reviveMs = saturate ? cluster.revive() : null;
  cluster.close();
  return {
    agents,
    frameworks,
    roles,
    joinMs,
    cycleMs: timesOf(timed.slice(0, cycles)) as Times,
    offersPerCycle: median(offers.slice(0, cycles)) as number,
    declines,
    declineUs: (declineMs * 1000) / declines,
    saturatedMs: timesOf(saturated),
    reviveMs,
    memoryBytes,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}
