import type { ParameterValue } from "../../allocator/allocator.js";
import { nearest } from "../../base/nearest.js";
import type { Defects } from "../document/defects.js";
import type { DocumentPath } from "../document/document-path.js";
import type { Parameters } from "./declared-parameters.js";

const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
const WHOLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/**
 * A copy of the document with every `${NAME}` in a text replaced by the parameter. A text that names a parameter without
 * a value is marked faulty: the missing value has been complained about already, what it leads to need not be.
 *
 * @returns the copy, and the faulty paths
 */
export function substitute(
  document: unknown,
  parameters: Parameters,
  defects: Defects,
): { document: unknown; faulty: DocumentPath[] } {
  const substitution = new Substitution(parameters, defects);
  return { document: substitution.copy(document, []), faulty: substitution.faulty };
}

class Substitution {
  readonly faulty: DocumentPath[] = [];
  readonly #parameters: Parameters;
  readonly #defects: Defects;

  constructor(parameters: Parameters, defects: Defects) {
    this.#parameters = parameters;
    this.#defects = defects;
  }

  copy(value: unknown, path: DocumentPath): unknown {
    if (typeof value === "string") return value.includes("${") ? this.#text(value, path) : value;
    if (typeof value !== "object" || value === null || isDeclaration(path)) return value;
    if (Array.isArray(value)) return value.map((item, index) => this.copy(item, [...path, index]));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.copy(item, [...path, key])]));
  }

  #text(text: string, path: DocumentPath): ParameterValue {
    const whole = WHOLE.exec(text);
    if (whole !== null) return this.#value(whole[1] as string, path) ?? text;
    return text.replace(PLACEHOLDER, (placeholder, name: string) => String(this.#value(name, path) ?? placeholder));
  }

  #value(name: string, path: DocumentPath): ParameterValue | undefined {
    const value = this.#parameters.get(name);
    if (value !== undefined) return value;
    if (!this.#parameters.has(name)) this.#complain(name, path);
    this.#defects.markFaulty(path);
    this.faulty.push(path);
    return undefined;
  }

  #complain(name: string, path: DocumentPath): void {
    const meant = nearest(name, this.#parameters.keys());
    this.#defects.add({
      path,
      on: "value",
      value: `\${${name}}`,
      rule: "no parameter of this name is declared",
      nextStep: meant === undefined ? `add it under parameters: {${name}: ...}` : `did you mean \${${meant}}?`,
    });
  }
}

/** What stands under `parameters` declares them; a placeholder there would have nothing to come from. */
function isDeclaration(path: DocumentPath): boolean {
  return path.length === 1 && path[0] === "parameters";
}
