import { BadInput, type Complaint, formatComplaint } from "../base/bad-input.js";
import { type ReadManifests, readManifests, readManifestValue } from "../modules/read-manifests.js";
import { modulesCheckText } from "../report/modules-check-text.js";
import {
  type ComplaintDocument,
  type ModulesDocument,
  toModulesDocument,
  unreadDocument,
} from "../report/modules-document.js";
import { formatDocument } from "../report/to-run-document.js";
import type { ProbeSettings } from "../run/modules/probe-libraries.js";
import { verifyModules } from "../run/modules/verify-modules.js";
import { DEFAULT_LIMITS } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { type LimitFlagTexts, readLimits } from "./limit-flags.js";
import { readLuaEngine } from "./lua-engine-flag.js";
import { readVersionFlags, type VersionFlagTexts } from "./module-flags.js";
import { tellWarnings } from "./warnings.js";

/** The flags of `workbench modules check` as commander hands them over. */
export interface CheckFlagTexts extends LimitFlagTexts, VersionFlagTexts {
  readonly modulesDir?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly luaEngine?: string;
}

/** `workbench modules check MANIFEST`. @throws BadInput when it was called wrongly */
export async function modulesCheckCommand(
  manifest: string | undefined,
  texts: CheckFlagTexts,
  console: Console,
): Promise<ExitCode> {
  const complaints: Complaint[] = [];
  const kinds = readVersionFlags(texts, complaints);
  const limits = { ...DEFAULT_LIMITS, ...readLimits(texts, complaints) };
  const luaEngine = readLuaEngine(texts.luaEngine, complaints);
  complaints.push(...usageComplaints(manifest, texts));
  if (complaints.length > 0) throw new BadInput(complaints);
  const print = (line: string) => (texts.quiet ? undefined : console.note(`modules| ${line}`));
  const document = await documentOf(() => readGiven(manifest, texts), { kinds, limits, luaEngine, print });
  tell(document, texts, console);
  return document.loadable ? EXIT.held : EXIT.badInput;
}

function usageComplaints(manifest: string | undefined, { modulesDir }: CheckFlagTexts): Complaint[] {
  const place = "workbench modules check";
  if (manifest === undefined && modulesDir === undefined) {
    return [{ place, rule: "it needs a MANIFEST", nextStep: `${place} --help says how to call it` }];
  }
  if (manifest === undefined || modulesDir === undefined) return [];
  const rule = "a MANIFEST and --modules-dir exclude each other"; // M13
  return [{ place, value: modulesDir, rule, nextStep: "give one of them" }];
}

function readGiven(manifest: string | undefined, { modulesDir }: CheckFlagTexts): ReadManifests {
  if (manifest !== undefined) return readManifestValue(manifest, { place: "MANIFEST", folder: "." });
  return readManifests(modulesDir === undefined ? {} : { modulesDir });
}

/** A manifest that cannot be read is a result like others: that is what was asked. */
async function documentOf(read: () => ReadManifests, settings: ProbeSettings): Promise<ModulesDocument> {
  const { mesosVersion } = settings.kinds;
  try {
    const { manifests, warnings } = read();
    const { result } = await verifyModules(manifests, settings);
    return toModulesDocument(mesosVersion, result, warnings);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return unreadDocument(mesosVersion, error.complaints);
  }
}

function tell(document: ModulesDocument, { json, quiet }: CheckFlagTexts, console: Console): void {
  for (const error of document.errors) console.note(formatComplaint(complaintOf(error)));
  if (!quiet) tellWarnings(document.warnings.map(complaintOf), console);
  if (json) console.result(formatDocument(document));
  else if (!quiet) console.result(modulesCheckText(document, console.colors));
}

function complaintOf({ value, ...said }: ComplaintDocument): Complaint {
  return value === null ? said : { value, ...said };
}
