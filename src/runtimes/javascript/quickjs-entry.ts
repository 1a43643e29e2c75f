/** Run before the script: a world without a clock, with seeded random numbers and a console that prints on stderr. */
export const PRELUDE = `
(print, random) => {
  const RealDate = Date;
  function FrozenDate(...args) {
    if (new.target === undefined) return new RealDate(0).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [0] : args, new.target);
  }
  FrozenDate.prototype = RealDate.prototype;
  FrozenDate.prototype.constructor = FrozenDate;
  FrozenDate.parse = RealDate.parse;
  FrozenDate.UTC = RealDate.UTC;
  FrozenDate.now = () => 0;
  globalThis.Date = FrozenDate;
  Math.random = random;
  const show = (value) => (typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)));
  const log = (...values) => print(values.map(show).join(" "));
  globalThis.console = { log, info: log, warn: log, error: log, debug: log };
}`;

/** Puts the script behind the SDK, and plain data between the SDK and the host. */
export const ENTRY = `
import { ScriptGuest } from "workbench";
export function start(script) {
  const guest = new ScriptGuest(script);
  return {
    setup: (json) => JSON.stringify(guest.setup(JSON.parse(json))),
    addResourceKeys: (json) => guest.addResourceKeys(JSON.parse(json)),
    decide: (buffer) => guest.decide(new Float64Array(buffer)).buffer,
  };
}`;

export const ENTRY_FILE = "workbench/entry.js";
