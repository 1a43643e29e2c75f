import type { Complaint } from "../base/bad-input.js";

/** `--param KEY=VALUE`, each key once. */
export function readParams(texts: readonly string[], complaints: Complaint[]): Record<string, string> {
  const params: [string, string][] = [];
  const seen = new Set<string>();
  for (const text of texts) {
    const at = text.indexOf("=");
    const key = text.slice(0, Math.max(at, 0));
    const wrong =
      at < 1 ? "a parameter is KEY=VALUE" : seen.has(key) ? `the parameter ${key} is given twice` : undefined;
    if (wrong !== undefined) {
      complaints.push({
        place: "--param",
        value: text,
        rule: wrong,
        nextStep: "give each once, such as --param load=0.9",
      });
    }
    seen.add(key);
    params.push([key, text.slice(at + 1)]);
  }
  return Object.fromEntries(params);
}
