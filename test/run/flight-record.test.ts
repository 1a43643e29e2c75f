import { expect, test } from "vitest";
import { FlightRecorder, readFlightRecord } from "../../src/run/flight-record.js";
import { ScratchFile } from "../../src/run/scratch-file.js";

test("the flight record says in which call, of what virtual time, a process is", () => {
  const scratch = new ScratchFile();
  const recorder = new FlightRecorder(scratch.fd);
  expect(readFlightRecord(scratch.fd)).toEqual({ phase: "starting", cycle: 0, inCall: false, t: 0, call: 0 });
  recorder.phase("loading");
  expect(readFlightRecord(scratch.fd).phase).toBe("loading");
  recorder.phase("running");
  recorder.enter(41, 2 ** 53 - 1);
  expect(readFlightRecord(scratch.fd)).toEqual({ phase: "running", cycle: 41, inCall: true, t: 2 ** 53 - 1, call: 1 });
  recorder.leave();
  expect(readFlightRecord(scratch.fd)).toEqual({ phase: "running", cycle: 41, inCall: false, t: 2 ** 53 - 1, call: 1 });
  scratch.close();
});
