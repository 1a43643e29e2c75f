import { BadInput, type Complaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";
import type { KindSettings } from "./kind-table.js";
import { DEFAULT_MESOS_VERSION, parseMesosVersion } from "./mesos-version.js";
import { MODULE_KINDS } from "./module-kinds.js";

export interface KindFlags {
  /** `--mesos-version` */
  readonly mesosVersion?: string;
  /** `--kind-version=KIND=VERSION`, repeatable; of two for one kind the later counts. */
  readonly kindVersions?: readonly string[];
}

const VERSION_SYNTAX = "write major.minor.patch, such as 1.12.0";

/** @throws BadInput with everything that is wrong with the flags */
export function readKindSettings({ mesosVersion = DEFAULT_MESOS_VERSION, kindVersions = [] }: KindFlags): KindSettings {
  const complaints: Complaint[] = [];
  if (parseMesosVersion(mesosVersion) === undefined) {
    const rule = "not a Mesos version";
    complaints.push({ place: "--mesos-version", value: mesosVersion, rule, nextStep: VERSION_SYNTAX });
  }
  const minimums: Record<string, string> = {};
  for (const flag of kindVersions) {
    const read = readKindVersion(flag);
    if ("complaint" in read) complaints.push(read.complaint);
    else minimums[read.kind] = read.version;
  }
  if (complaints.length > 0) throw new BadInput(complaints);
  return { mesosVersion, minimums };
}

type KindVersion = { readonly kind: string; readonly version: string } | { readonly complaint: Complaint };

const KINDS = MODULE_KINDS.map(({ name }) => name);

function readKindVersion(flag: string): KindVersion {
  const refuse = (value: string, rule: string, nextStep: string) => {
    return { complaint: { place: "--kind-version", value, rule, nextStep } };
  };
  const equals = flag.indexOf("=");
  if (equals < 0) return refuse(flag, "has the form KIND=VERSION", "write for example Allocator=1.0.0");
  const [kind, version] = [flag.slice(0, equals), flag.slice(equals + 1)];
  if (!KINDS.includes(kind)) {
    const meant = nearest(kind, KINDS);
    const nextStep = meant === undefined ? `the kinds are ${KINDS.join(", ")}` : `did you mean ${meant}?`;
    return refuse(kind, "Mesos has no such kind of module", nextStep);
  }
  if (parseMesosVersion(version) === undefined) return refuse(version, "not a Mesos version", VERSION_SYNTAX);
  return { kind, version };
}
