/**
 * Compares two strings by their UTF-8 bytes (contract, section 3). JavaScript's own `<` compares UTF-16 units, which
 * differs for characters above U+FFFF; Lua and C compare bytes, so this is the one order used everywhere.
 */
export function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return codePointRank(unitA) - codePointRank(unitB);
  }
  return a.length - b.length;
}

/** Lifts surrogates above the rest of the basic plane, which is where their UTF-8 bytes stand. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
