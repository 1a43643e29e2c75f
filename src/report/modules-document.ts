import type { Language } from "../allocator/language.js";
import { type Complaint, formatComplaint } from "../base/bad-input.js";
import { oneLine } from "../base/one-line.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { LoadResult } from "../modules/module-registry.js";
import { complaintOf, type ModuleReport } from "../modules/module-report.js";

/** The document that `workbench modules check --json` prints. */
export interface ModulesDocument {
  /** The Mesos version that the modules were held against. */
  readonly mesosVersion: string;
  /** Whether a run would load them: all of them, or none. */
  readonly loadable: boolean;
  /** One for each entry, in the order of the manifests; a library that lists no modules is an entry, too. */
  readonly modules: readonly ModuleDocument[];
  /** All that is wrong, each once. */
  readonly errors: readonly ComplaintDocument[];
  readonly warnings: readonly ComplaintDocument[];
}

export interface ModuleDocument {
  /** `file:line:column` */
  readonly place: string;
  readonly library: string;
  readonly language: Language;
  /** Null for a library that lists no modules. */
  readonly module: string | null;
  /** From here to the description null where the header has a null pointer, or could not be read. */
  readonly kind: string | null;
  readonly moduleApiVersion: string | null;
  readonly mesosVersion: string | null;
  readonly authorName: string | null;
  readonly authorEmail: string | null;
  readonly description: string | null;
  readonly parameters: readonly ModuleParameter[];
  /** `identical`: listed before, skipped. `refused`: it breaks a rule. `failed`: its code broke. */
  readonly verdict: "loaded" | "identical" | "refused" | "failed";
  /** The rule that it breaks, such as `V5`. */
  readonly number: string | null;
  /** How its code broke. */
  readonly failure: string | null;
  readonly reason: string | null;
}

export interface ComplaintDocument {
  readonly place: string;
  readonly value: string | null;
  readonly rule: string;
  readonly nextStep: string;
}

export function toModulesDocument(
  mesosVersion: string,
  { loaded, modules, warnings }: LoadResult,
  manifestWarnings: readonly Complaint[],
): ModulesDocument {
  return {
    mesosVersion,
    loadable: loaded,
    modules: modules.map(moduleDocument),
    errors: errorsOf(modules).map(complaintDocument),
    warnings: [...manifestWarnings, ...warnings].map(complaintDocument),
  };
}

/** Of a manifest that cannot be read. */
export function unreadDocument(mesosVersion: string, complaints: readonly Complaint[]): ModulesDocument {
  return { mesosVersion, loadable: false, modules: [], errors: complaints.map(complaintDocument), warnings: [] };
}

function moduleDocument({ host, verdict, warnings: _advice, ...known }: ModuleReport): ModuleDocument {
  const { place, library, module, parameters, ...header } = known;
  return {
    place,
    library,
    language: host,
    module,
    ...header,
    parameters,
    verdict: verdict.kind,
    number: verdict.kind === "refused" ? verdict.number : null,
    failure: verdict.kind === "failed" ? verdict.failure : null,
    reason: "reason" in verdict ? oneLine(verdict.reason) : null,
  };
}

/** In the order of the manifests. A library that cannot be opened is the verdict of all its modules, but one error. */
function errorsOf(modules: readonly ModuleReport[]): Complaint[] {
  const complaints = modules.flatMap(({ verdict }) => complaintOf(verdict) ?? []);
  return [...new Map(complaints.map((complaint) => [formatComplaint(complaint), complaint])).values()];
}

function complaintDocument({ place, value, rule, nextStep }: Complaint): ComplaintDocument {
  return { place, value: value ?? null, rule: oneLine(rule), nextStep };
}
