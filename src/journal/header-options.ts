import { formatDuration } from "../base/time.js";
import type { Domain } from "../cluster/agent-profile.js";
import { OPTION_DEFAULTS } from "../cluster/option-defaults.js";
import type { AllocatorOptionsPlan } from "../cluster/plan.js";
import { parseResourceText, ResourceTextError, resourceKeyText } from "../cluster/resource-text.js";
import type { HeaderFields } from "./header-fields.js";
import { isJsonObject, type JsonObject } from "./json-fields.js";

/** The options as line 1 has them. Those after `weightUpdates` are left out where they hold their default. */
export function optionsDocument(options: AllocatorOptionsPlan): JsonObject {
  const { domain, recoveryTimeout, agentRecoveryFactor, triggers } = options;
  const isDefault = <Name extends keyof AllocatorOptionsPlan>(name: Name) => options[name] === OPTION_DEFAULTS[name];
  return {
    allocationInterval: formatDuration(options.allocationInterval),
    roleSorter: options.roleSorter,
    frameworkSorter: options.frameworkSorter,
    minAllocatable: options.minAllocatable,
    fairnessExclude: options.fairnessExclude,
    filterGpuResources: options.filterGpuResources,
    weightUpdates: options.weightUpdates,
    ...(domain === null ? {} : { domain: { region: domain.region, zone: domain.zone } }),
    ...(isDefault("recoveryTimeout") ? {} : { recoveryTimeout: formatDuration(recoveryTimeout) }),
    ...(isDefault("agentRecoveryFactor") ? {} : { agentRecoveryFactor }),
    ...(isDefault("countLentInShares") ? {} : { countLentInShares: options.countLentInShares }),
    ...(isDefault("triggers") ? {} : { triggers }),
  };
}

/** Options that are absent have Mesos' defaults; `weightUpdates` is `cached` for a journal of Mesos' own. */
export function readOptions(
  options: JsonObject,
  source: string,
  agentOrder: AllocatorOptionsPlan["agentOrder"],
  fields: HeaderFields,
): AllocatorOptionsPlan {
  const { recoveryTimeout, agentRecoveryFactor } = OPTION_DEFAULTS;
  return {
    allocationInterval: fields.duration("allocationInterval", options.allocationInterval ?? "1s", 1),
    agentOrder,
    ...readSorters(options, fields),
    minAllocatable: readMinAllocatable(options.minAllocatable ?? OPTION_DEFAULTS.minAllocatable, fields),
    fairnessExclude: fields.texts("fairnessExclude", options.fairnessExclude ?? []),
    countLentInShares: fields.boolean("countLentInShares", options.countLentInShares ?? true),
    filterGpuResources: fields.boolean("filterGpuResources", options.filterGpuResources ?? true),
    weightUpdates: fields.oneOf(
      "weightUpdates",
      options.weightUpdates,
      source.startsWith("mesos-") ? ["cached", "immediate"] : ["immediate", "cached"],
    ),
    domain: readDomain(options.domain ?? null, fields),
    recoveryTimeout: fields.duration("recoveryTimeout", options.recoveryTimeout ?? formatDuration(recoveryTimeout), 0),
    agentRecoveryFactor: fields.part("agentRecoveryFactor", options.agentRecoveryFactor ?? agentRecoveryFactor),
    triggers: fields.oneOf("triggers", options.triggers, ["settled", "batched"]),
  };
}

function readSorters(
  options: JsonObject,
  fields: HeaderFields,
): Pick<AllocatorOptionsPlan, "roleSorter" | "frameworkSorter"> {
  const { found } = fields;
  const roleSorter = fields.oneOf("roleSorter", options.roleSorter, ["drf", "random"]);
  const frameworkSorter = fields.oneOf("frameworkSorter", options.frameworkSorter, ["drf", "random"]);
  if (roleSorter !== frameworkSorter && fields.found === found) {
    const random = roleSorter === "random" ? "roleSorter" : "frameworkSorter";
    const rule = "roleSorter and frameworkSorter are both drf (the default) or both random";
    fields.complain(random, "random", rule, "make them alike, as the run was");
  }
  return { roleSorter, frameworkSorter };
}

function readMinAllocatable(value: unknown, fields: HeaderFields): string[] {
  const texts = fields.texts("minAllocatable", value);
  for (const text of texts) {
    try {
      if (parseResourceText(text).some((entry) => entry.items !== null || resourceKeyText(entry) !== entry.name)) {
        fields.complain("minAllocatable", text, "a quantity is written name:number", "name it plainly");
      }
    } catch (error) {
      if (!(error instanceof ResourceTextError)) throw error;
      fields.complain("minAllocatable", error.value, error.message, "write it as cpus:0.01 or cpus:1;mem:256");
    }
  }
  return texts;
}

function readDomain(value: unknown, fields: HeaderFields): Domain | null {
  if (value === null) return null;
  const { region, zone } = isJsonObject(value) ? value : {};
  if (isName(region) && isName(zone)) return { region, zone };
  fields.complain("domain", value, "a domain has a region and a zone", 'write it as {"region":"r1","zone":"z1"}');
  return null;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
