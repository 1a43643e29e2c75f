import { SharedChange } from "./shared-change.js";

/**
 * Closes the cheap way from Python to code of the host, for as long as a guest lives: the Function constructors, to which
 * any JavaScript object leads. What stays open is the business of the process around it.
 */
export const CLOSED_ESCAPES = new SharedChange(() => {
  const restorers = cutFunctionConstructors();
  return () => {
    for (const restore of restorers) restore();
  };
});

function cutFunctionConstructors(): (() => void)[] {
  const functions = [() => {}, async () => {}, function* () {}, async function* () {}];
  return functions.map((f) => {
    const prototype = Object.getPrototypeOf(f) as object;
    const original = Object.getOwnPropertyDescriptor(prototype, "constructor");
    if (original === undefined) return () => {};
    Reflect.deleteProperty(prototype, "constructor");
    return () => Object.defineProperty(prototype, "constructor", original);
  });
}
