import { ftruncateSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RecordingReader, RecordingWriter } from "../../src/recording/recording-file.js";
import { ScratchFile } from "../../src/run/scratch-file.js";
import { clusterPlan } from "../simulator/cluster-plans.js";
import { greedy } from "../simulator/greedy-allocator.js";
import { type RecordedSimulation, record, rowsOf } from "./recorded-simulation.js";

let file: ScratchFile;
beforeEach(() => {
  file = new ScratchFile();
});
afterEach(() => file.close());

async function written(): Promise<RecordedSimulation> {
  const recorded = await record(clusterPlan({ frameworks: [{ name: "f", jobs: [{ tasks: 5 }] }] }), greedy());
  const writer = new RecordingWriter(file.fd);
  for (const part of recorded.parts) writer.rows(part);
  writer.charts(recorded.charts);
  writer.offersLeftOut(3);
  return recorded;
}

test("a recording is read as it was written, table by table", async () => {
  const { charts, table } = await written();
  const reader = new RecordingReader(file.fd);
  expect(reader.charts()).toEqual(charts);
  expect(reader.offersLeftOut()).toBe(3);
  for (const name of ["tasks", "offers", "series"] as const) {
    expect([...reader.rows(name)].flatMap(rowsOf)).toEqual(table(name));
    expect(table(name).length).toBeGreaterThan(0);
  }
});

test("a recording that ends in the middle is not taken for a shorter one", async () => {
  const { parts } = await written();
  ftruncateSync(file.fd, 100);
  const reader = new RecordingReader(file.fd);
  expect(() => [...reader.rows(parts[0]?.table ?? "tasks")]).toThrow("ends in the middle");
  expect(() => reader.charts()).toThrow();
});
