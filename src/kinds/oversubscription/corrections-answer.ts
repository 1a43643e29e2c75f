import type { KillTarget, QosCorrection } from "./qos-controller.js";

export type CorrectionsAnswer =
  | { readonly kind: "corrections"; readonly corrections: readonly QosCorrection[] }
  | { readonly kind: "malformed"; readonly defect: string };

/**
 * Reads what a module in another language answered: `[{"type":"KILL","kill":{"framework":"f","executor":"e"}}]`. An
 * absent member is as good as null, an unknown one is passed over; what is there must be of the right shape.
 */
export function readCorrections(answer: unknown): CorrectionsAnswer {
  if (!Array.isArray(answer)) return malformed("corrections", "a list", answer);
  const corrections: QosCorrection[] = [];
  for (const [i, item] of answer.entries()) {
    const read = readCorrection(item, `corrections[${i}]`);
    if ("defect" in read) return read;
    corrections.push(read);
  }
  return { kind: "corrections", corrections };
}

type Malformed = Extract<CorrectionsAnswer, { kind: "malformed" }>;

function readCorrection(item: unknown, place: string): QosCorrection | Malformed {
  if (!isRecord(item)) return malformed(place, "an object", item);
  const { type, kill } = item;
  if (typeof type !== "string") return malformed(`${place}.type`, "a text", type);
  if (kill === undefined || kill === null) return { type, kill: null };
  if (!isRecord(kill)) return malformed(`${place}.kill`, "an object", kill);
  const target = readTarget(kill, `${place}.kill`);
  return "defect" in target ? target : { type, kill: target };
}

const TARGET_MEMBERS = ["framework", "executor", "container"] as const satisfies readonly (keyof KillTarget)[];

function readTarget(kill: Record<string, unknown>, place: string): KillTarget | Malformed {
  const target: { -readonly [M in keyof KillTarget]: KillTarget[M] } = {
    framework: null,
    executor: null,
    container: null,
  };
  for (const member of TARGET_MEMBERS) {
    const value = kill[member] ?? null;
    if (value !== null && typeof value !== "string") return malformed(`${place}.${member}`, "a text", value);
    target[member] = value;
  }
  return target;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(place: string, wanted: string, value: unknown): Malformed {
  return { kind: "malformed", defect: `${place} is to be ${wanted}, not ${JSON.stringify(value) ?? "nothing"}` };
}
