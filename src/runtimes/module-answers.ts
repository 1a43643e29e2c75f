import type { AskedTimer, EndedCall, MadeInstance, ModuleNews, ScriptHeader } from "../sdk/module-border.js";
import { isTextList } from "./guest-answer.js";

/** The answers of a script's modules, told from what is none (`guest-answer.ts`). */

type Fields<T> = { readonly [K in keyof T]?: unknown };

export function isHeaderOrNull(answer: unknown): answer is ScriptHeader | null {
  if (answer === null) return true;
  const { texts, compatible, create } = fields<ScriptHeader>(answer);
  if (typeof compatible !== "boolean" || typeof create !== "boolean") return false;
  return typeof texts === "object" && texts !== null && isTextList(Object.values(texts));
}

export function isNews(answer: unknown): answer is ModuleNews {
  const { made, ended, timers } = fields<ModuleNews>(answer);
  return (made === null || isMade(made)) && isListOf(ended, isEnded) && isListOf(timers, isTimer);
}

function isMade(made: unknown): boolean {
  const { instance, methods } = fields<MadeInstance>(made);
  return Number.isInteger(instance) && isTextList(methods);
}

function isEnded(end: unknown): boolean {
  const { token, kind, message } = fields<EndedCall & { readonly message: string }>(end);
  if (!Number.isInteger(token)) return false;
  return kind === "ready" || kind === "discarded" || (kind === "failed" && typeof message === "string");
}

function isTimer(timer: unknown): boolean {
  const { instance, id, after } = fields<AskedTimer>(timer);
  return Number.isInteger(instance) && Number.isInteger(id) && Number.isInteger(after) && (after as number) >= 0;
}

function isListOf(list: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(list) && list.every(isItem);
}

function fields<T>(answer: unknown): Fields<T> {
  return typeof answer === "object" && answer !== null ? (answer as Fields<T>) : {};
}
