import type { LuaFunction, LuaState } from "fengari";
import { exponentialText, fixedText, generalText } from "./float-text.js";
import type { Fengari } from "./import-fengari.js";

/** `%-+ #0`, a width, a precision, and what is to be written: as Lua reads it. */
const DIRECTIVE = /%(?:%|([-+ #0]*)(\d{0,2})(?:\.(\d{0,2}))?([A-Za-z]))/g;

interface Directive {
  readonly flags: string;
  readonly width: number;
  /** null: none is given. */
  readonly precision: number | null;
  readonly conversion: string;
}

/**
 * `string.format` as C has it. fengari's own rounds halves up, counts characters where C counts bytes, and knows no whole
 * numbers beyond 32 bits; what is left to it is `%c`, `%q`, `%a`, and to complain.
 */
export function formatFunction(fengari: Fengari, original: LuaFunction): LuaFunction {
  const { lua, lauxlib } = fengari;
  return (L) => {
    const format = latin1(lauxlib.luaL_checkstring(L, 1));
    let argument = 1;
    const rest = format.replace(DIRECTIVE, (directive, flags = "", width = "", precision, conversion) => {
      if (conversion === undefined) return directive;
      argument++;
      const places = precision === undefined ? null : Number(precision);
      const text = written(fengari, L, argument, { flags, width: Number(width), precision: places, conversion });
      if (text === null) return directive;
      lua.lua_pushstring(L, bytes(text));
      lua.lua_replace(L, argument);
      return "%s";
    });
    lua.lua_pushstring(L, bytes(rest));
    lua.lua_replace(L, 1);
    return original(L);
  };
}

/** One character for each byte, whatever they mean. */
function latin1(text: Uint8Array): string {
  return Buffer.from(text).toString("latin1");
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** What stands in the directive's place; null for what is left to fengari. */
function written(fengari: Fengari, L: LuaState, argument: number, directive: Directive): string | null {
  const { lua, lauxlib } = fengari;
  const { conversion, precision } = directive;
  if (argument > lua.lua_gettop(L)) return null;
  if (conversion === "s") {
    const text = latin1(lauxlib.luaL_tolstring(L, argument));
    lua.lua_pop(L, 1);
    return padded(precision === null ? text : text.slice(0, precision), {
      ...directive,
      flags: directive.flags.replace(/[^-]/g, ""),
    });
  }
  if (!"diuoxXeEfgG".includes(conversion)) return null;
  const value = lauxlib.luaL_checknumber(L, argument);
  if ("eEfgG".includes(conversion)) return signed(floatText(value, directive), directive, Number.isFinite(value));
  return Number.isInteger(value) ? signed(wholeText(value, directive), directive, precision === null) : null;
}

function floatText(value: number, { flags, precision, conversion }: Directive): string {
  const places = precision ?? 6;
  const isFull = flags.includes("#");
  const text = floatDigits(value, places, { conversion: conversion.toLowerCase(), isFull });
  // A full number has a point, whether anything follows it or not.
  const shown = isFull && Number.isFinite(value) && !text.includes(".") ? text.replace(/\d+/, "$&.") : text;
  return conversion === conversion.toLowerCase() ? shown : shown.toUpperCase();
}

function floatDigits(value: number, places: number, { conversion, isFull }: { conversion: string; isFull: boolean }) {
  if (conversion === "f") return fixedText(value, places);
  return conversion === "e" ? exponentialText(value, places) : generalText(value, places, isFull);
}

const BASES: Readonly<Record<string, number>> = { o: 8, x: 16, X: 16 };

function wholeText(value: number, { flags, precision, conversion }: Directive): string {
  const isSigned = "di".includes(conversion);
  const amount = BigInt(isSigned ? Math.abs(value) : value);
  const digits = BigInt.asUintN(64, amount).toString(BASES[conversion] ?? 10);
  const shown = precision === 0 && value === 0 ? "" : digits.padStart(precision ?? 1, "0");
  const prefix = flags.includes("#") && value !== 0 ? ({ o: "0", x: "0x", X: "0X" }[conversion] ?? "") : "";
  const text = prefix + (conversion === "X" ? shown.toUpperCase() : shown);
  return isSigned && value < 0 ? `-${text}` : text;
}

/** @param mayHaveZeros whether the flag for zeros in front counts */
function signed(text: string, directive: Directive, mayHaveZeros: boolean): string {
  const { flags, width, conversion } = directive;
  const isNegative = text.startsWith("-");
  const plus = "uoxX".includes(conversion) ? "" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const sign = isNegative ? "-" : plus;
  const digits = isNegative ? text.slice(1) : text;
  if (!mayHaveZeros || flags.includes("-") || !flags.includes("0")) return padded(sign + digits, directive);
  return sign + digits.padStart(width - sign.length, "0");
}

function padded(text: string, { flags, width }: Directive): string {
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}
