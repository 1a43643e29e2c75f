import { expect, test } from "vitest";
import { FlightRecorder, readFlightRecord } from "../../src/run/flight-record.js";
import { ScratchFile } from "../../src/run/scratch-file.js";

test("the flight record says in which call, of what virtual time, a process is", () => {
  const scratch = new ScratchFile();
  const recorder = new FlightRecorder(scratch.fd);
  expect(readFlightRecord(scratch.fd)).toEqual({
    phase: "starting",
    cycle: 0,
    inCall: false,
    inCycle: false,
    t: 0,
    call: 0,
  });
  recorder.phase("loading");
  expect(readFlightRecord(scratch.fd).phase).toBe("loading");
  recorder.phase("running");
  recorder.enter(41, 2 ** 53 - 1);
  const asked = { phase: "running", cycle: 41, inCall: true, inCycle: true, t: 2 ** 53 - 1, call: 1 };
  expect(readFlightRecord(scratch.fd)).toEqual(asked);
  recorder.leave();
  expect(readFlightRecord(scratch.fd)).toEqual({ ...asked, inCall: false, inCycle: false });
  recorder.enterModule(2 ** 53 - 1);
  expect(readFlightRecord(scratch.fd)).toEqual({ ...asked, inCycle: false, call: 2 });
  expect(recorder.record).toEqual(readFlightRecord(scratch.fd));
  scratch.close();
});

test("what is to be done at the end of a call is done while the record is still of the call", () => {
  const scratch = new ScratchFile();
  const seen: string[] = [];
  const recorder: FlightRecorder = new FlightRecorder(scratch.fd, () => {
    const { phase, inCall } = recorder.record;
    seen.push(`${phase} ${inCall}`);
  });
  recorder.phase("loading");
  recorder.phase("running");
  recorder.enter(1, 0);
  recorder.leave();
  expect(seen).toEqual(["starting false", "loading false", "running true"]);
  scratch.close();
});
