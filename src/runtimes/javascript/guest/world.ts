/*
 * Runs inside QuickJS, before the script: what a script finds in its world beside the language itself.
 */
import { shown } from "./shown-value.js";

/** A script has no clock but the cluster's: this one stands still. */
function frozenDate(RealDate: DateConstructor): DateConstructor {
  const { construct } = Reflect;
  function FrozenDate(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return new RealDate(0).toString();
    return construct(RealDate, args.length === 0 ? [0] : args, new.target);
  }
  FrozenDate.prototype = RealDate.prototype;
  FrozenDate.prototype.constructor = FrozenDate as unknown as DateConstructor;
  FrozenDate.parse = RealDate.parse;
  FrozenDate.UTC = RealDate.UTC;
  FrozenDate.now = () => 0;
  for (const key of ["name", "length"] as const) Object.defineProperty(FrozenDate, key, { value: RealDate[key] });
  return FrozenDate as unknown as DateConstructor;
}

function consoleOf(print: (line: string) => void): Readonly<Record<string, (...values: unknown[]) => void>> {
  const log = (...values: unknown[]) => {
    let line = "";
    for (let i = 0; i < values.length; i++) line += (i === 0 ? "" : " ") + shown(values[i]);
    print(line);
  };
  const assert = (held: unknown, ...values: unknown[]) => (held ? undefined : log("Assertion failed:", ...values));
  const trace = (...values: unknown[]) => log(...values, `\n${new Error().stack}`);
  return { log, info: log, warn: log, error: log, debug: log, dir: (value) => log(value), assert, trace };
}

/**
 * @param print takes a line
 * @param random gives the next of the run's random numbers
 */
export function prepareWorld(print: (line: string) => void, random: () => number): void {
  const console = consoleOf(print);
  Object.assign(globalThis, { Date: frozenDate(Date), console, print: console.log });
  Math.random = random;
}
