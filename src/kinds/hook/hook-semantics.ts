export const HOOK_SEMANTICS = ["0.22-doc", "0.22-code", "0.23"] as const;

/**
 * What the result of a decorator does (H5, H6): as Mesos 0.22 was documented, as 0.22.0 was written, or as it is from
 * 0.23 on. 0.22 is told apart only for the two decorators that it had; the later ones never knew but one way.
 */
export type HookSemantics = (typeof HOOK_SEMANTICS)[number];

export const DEFAULT_HOOK_SEMANTICS: HookSemantics = "0.23";

interface ReturnRules {
  readonly some: "replaces" | "appends";
  readonly error: "isLogged" | "reachesCaller";
  /** The labels that the second and later hooks are shown. */
  readonly labelsShown: "original" | "decorated";
}

/** The table of return values, with the columns that the printed one lost (D14). No opinion changes nothing in any of them. */
export const RETURN_RULES: Readonly<Record<HookSemantics, ReturnRules>> = {
  "0.22-doc": { some: "appends", error: "reachesCaller", labelsShown: "decorated" },
  "0.22-code": { some: "appends", error: "isLogged", labelsShown: "original" },
  "0.23": { some: "replaces", error: "isLogged", labelsShown: "decorated" },
};
