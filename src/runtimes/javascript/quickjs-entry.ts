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

/** What the PRELUDE's random numbers are for: names their stream. */
export const RANDOM_PURPOSE = "javascript: Math.random";

/** Puts a script behind the SDK, and plain data between the SDK and the host. */
export const ENTRY = `
import { allocatorIn } from "./module-allocator.js";
import { ModuleGuest } from "./module-guest.js";
import { ScriptGuest } from "./script-guest.js";
export const findAllocator = (script, json) => allocatorIn(script, JSON.parse(json));
export function startAllocator(allocator) {
  const guest = new ScriptGuest(allocator);
  return {
    setup: (json) => JSON.stringify(guest.setup(JSON.parse(json))),
    addResourceKeys: (json) => guest.addResourceKeys(JSON.parse(json)),
    decide: (buffer) => guest.decide(new Float64Array(buffer)).buffer,
    takeTexts: () => JSON.stringify(guest.takeTexts()),
  };
}
export function startModules(script) {
  const guest = new ModuleGuest(script);
  return (json) => guest.dispatch(json);
}`;
