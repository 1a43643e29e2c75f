import { replace } from "./empty.js";

/**
 * Stops the clock of this process, and makes its random numbers the same in every process: virtual machines draw their
 * hash seeds and temporary names from them, and scripts may find a way to them. The host keeps the stopwatch.
 */
export function stillWorld(): void {
  stopDate();
  replace(globalThis, "performance", Object.freeze({ now: () => 0, timeOrigin: 0 }));
  replace(Intl, "DateTimeFormat", undefined);
  const draw = sequence();
  replace(Math, "random", () => draw() / 2 ** 32);
  const crypto = Object.freeze({ getRandomValues: (bytes: ArrayBufferView) => fill(bytes, draw) });
  replace(globalThis, "crypto", crypto);
}

/** The zero of all clocks, which `new Date()` means too. */
function stopDate(): void {
  const Real = Date;
  function Still(this: unknown, ...given: unknown[]): unknown {
    const date = Reflect.construct(Real, given.length === 0 ? [0] : given, new.target ?? Real) as Date;
    return new.target === undefined ? new Real(0).toString() : date;
  }
  const still = Object.defineProperties(Still, {
    name: { value: "Date" },
    length: { value: 7 },
    now: { value: () => 0 },
    parse: { value: Real.parse },
    UTC: { value: Real.UTC },
    prototype: { value: Real.prototype },
  });
  replace(Real.prototype, "constructor", still);
  replace(globalThis, "Date", still);
}

/** Marsaglia's xorshift of 32 bits. */
function sequence(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function fill<Bytes extends ArrayBufferView>(view: Bytes, draw: () => number): Bytes {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = 0; at < bytes.length; at++) bytes[at] = draw() & 0xff;
  return view;
}
