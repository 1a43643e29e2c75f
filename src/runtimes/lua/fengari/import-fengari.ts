import type { LuaString } from "fengari/src/lstring.js";
import { floatText } from "./float-text.js";

export type Fengari = typeof import("fengari").default;

/** Loads the VM on first use: a run without Lua scripts never pays for it. */
export async function importFengari(): Promise<Fengari> {
  // The files that have what is mended, before those that take it over for good.
  await import("fengari/src/defs.js");
  const { default: settings } = await import("fengari/src/luaconf.js");
  const { default: strings } = await import("fengari/src/lstring.js");
  settings.lua_number2str = floatText;
  strings.luaS_hash = keyOf;
  strings.luaS_hashlongstr = (text) => {
    text.hash ??= keyOf(text.realstring);
    return text.hash;
  };
  await allowHooks();
  return (await import("fengari")).default;
}

/**
 * After an error that a `pcall` in a coroutine has caught, fengari calls no hook there any more: a bit that says they are
 * allowed is cleared and never set. And it calls none for the handler of an error that a hook raises. Ours may always run.
 */
async function allowHooks(): Promise<void> {
  const { default: calls } = await import("fengari/src/ldo.js");
  const callHook = calls.luaD_hook;
  calls.luaD_hook = (L, event, line) => {
    L.allowhook = 1;
    callHook(L, event, line);
  };
}

/**
 * A text's key in tables, by which fengari compares, too: one character for each byte, behind the mark that it puts there.
 * Its own writes "\x0a" and "a" with digits of no fixed number, so that two texts may have one key and a wrong order.
 */
function keyOf(text: LuaString["realstring"]): string {
  return `|${Buffer.from(text.buffer, text.byteOffset, text.length).toString("latin1")}`;
}
