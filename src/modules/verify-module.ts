import { nearest } from "../base/nearest.js";
import type { ModuleHeader } from "../kinds/module-header.js";
import type { CodeFailure, OpenModule } from "../kinds/open-library.js";
import type { KindTable, KnownKind } from "./kind-table.js";
import { compareMesosVersions, parseMesosVersion, printMesosVersion } from "./mesos-version.js";
import type { Refusal } from "./refusal.js";

export const MODULE_API_VERSION = "2";

/**
 * Whether a module may be loaded: kind's minimum <= module <= Mesos, and without `compatible` module == Mesos. The rules
 * stand in Mesos' order, and the first that is broken is the verdict (V1 to V8).
 *
 * @returns null for a module that may
 */
export async function verifyModule(
  module: Pick<OpenModule<unknown>, "header" | "isCompatible">,
  kinds: KindTable,
): Promise<Refusal | CodeFailure | null> {
  const refusal = verifyHeader(module.header, kinds);
  // V8 runs code of the module: not of one made for something else.
  if (refusal !== null || module.header.compatible === null) return refusal;
  const reply = await module.isCompatible();
  if (reply.kind === "failed") return reply;
  return reply.value ? null : NOT_COMPATIBLE;
}

const NOT_COMPATIBLE: Refusal = {
  number: "V8",
  rule: "its compatible() says that it does not fit",
  nextStep: "ask its author for another build",
};

/** V1 to V7: what can be said without running any code of the module. */
export function verifyHeader(header: ModuleHeader, kinds: KindTable): Refusal | null {
  if (!isComplete(header)) return missingFields(header);
  if (header.moduleApiVersion !== MODULE_API_VERSION) return wrongApi(header.moduleApiVersion);
  const kind = kinds.get(header.kind);
  if (kind === undefined) return unknownKind(header.kind, kinds);
  if (!kind.hasPart) return kindWithoutPart(header.kind);
  return verifyVersion(header, kind, kinds);
}

const FIELDS = ["mesosVersion", "moduleApiVersion", "authorName", "authorEmail", "description", "kind"] as const;

type CompleteHeader = ModuleHeader & Readonly<Record<(typeof FIELDS)[number], string>>;

function isComplete(header: ModuleHeader): header is CompleteHeader {
  return FIELDS.every((field) => header[field] !== null);
}

function missingFields(header: ModuleHeader): Refusal {
  const missing = FIELDS.filter((field) => header[field] === null);
  const rule = `the module's header lacks ${missing.length === 1 ? "this field" : "these fields"}`;
  const nextStep = "fill in all of ModuleBase but, if you like, compatible";
  return { number: "V1", value: missing.join(", "), rule, nextStep };
}

function wrongApi(value: string): Refusal {
  // Compared as text: "2.0" is another one.
  const rule = `the module API version must be "${MODULE_API_VERSION}"`;
  return { number: "V2", value, rule, nextStep: "build the module against this version's headers" };
}

function unknownKind(value: string, kinds: KindTable): Refusal {
  const meant = nearest(value, kinds.names);
  const known = `known are ${kinds.names.join(", ")}`;
  const nextStep = meant === undefined ? known : `did you mean ${meant}? ${known}`;
  return { number: "V3", value, rule: "unknown kind of module", nextStep };
}

function kindWithoutPart(value: string): Refusal {
  const rule = "a kind of module that Mesos knows, but without a part in this workbench";
  return { number: "V3", value, rule, nextStep: "leave this module out of the manifest" };
}

function verifyVersion(header: CompleteHeader, kind: KnownKind, { mesosVersion }: KindTable): Refusal | null {
  const value = header.mesosVersion;
  const version = parseMesosVersion(value);
  if (version === undefined) {
    return { number: "V4", value, rule: "not a Mesos version", nextStep: "write major.minor.patch, such as 1.12.0" };
  }
  if (compareMesosVersions(version, kind.minimum) < 0) {
    const least = printMesosVersion(kind.minimum);
    const rule = `made for a Mesos older than the least one for kind ${header.kind}, ${least}`;
    return { number: "V5", value, rule, nextStep: "build it against a newer Mesos, or lower --kind-version" };
  }
  const order = compareMesosVersions(version, mesosVersion);
  const running = printMesosVersion(mesosVersion);
  if (header.compatible === null && order !== 0) {
    const rule = `without compatible() a module must be made for exactly Mesos ${running}`;
    return { number: "V6", value, rule, nextStep: "give it compatible(), or use --mesos-version" };
  }
  if (order > 0) {
    const rule = `made for a Mesos newer than ${running}`;
    return { number: "V7", value, rule, nextStep: "build it against that Mesos, or use --mesos-version" };
  }
  return null;
}
