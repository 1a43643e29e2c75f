import type { AllocatorScript } from "./allocator-script.js";
import type { OfferRequest } from "./offer-request.js";
import { shown } from "./script-values.js";

/**
 * Makes the offers in what `decide` returned, each when it is taken from there.
 *
 * @param script whose `decide` that was: when it has returned, what it got wrong has no line but that of the function
 * @throws Error when it is neither nothing nor a list of offers
 */
export function makeReturnedOffers(
  returned: unknown,
  script: AllocatorScript,
  offer: (request: OfferRequest) => void,
): void {
  if (returned === undefined || returned === null) return;
  if (!isIterable(returned)) throw placed(`decide returned ${described(returned)}, not a list of offers`, script);
  let n = 0;
  for (const request of returned) {
    n++;
    if (typeof request !== "object" || request === null) throw placed(`offer ${n} is ${shown(request)}`, script);
    try {
      offer(request as OfferRequest);
    } catch (error) {
      throw placed(`offer ${n}: ${(error as Error).message}`, script);
    }
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof (value as Iterable<unknown>)[Symbol.iterator] === "function";
}

function described(value: unknown): string {
  return value instanceof Promise ? "a promise (it may not be async)" : shown(value);
}

/** What QuickJS tells of a function. */
interface InFile {
  readonly fileName?: unknown;
  readonly lineNumber?: unknown;
}

function placed(message: string, { decide }: AllocatorScript): Error {
  const error = new Error(message);
  const { fileName, lineNumber } = decide as InFile;
  if (typeof lineNumber === "number") error.stack = `    at decide (${fileName}:${lineNumber})\n${error.stack}`;
  return error;
}
