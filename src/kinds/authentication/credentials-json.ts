import type { Complaint } from "../../base/bad-input.js";
import { nearest } from "../../base/nearest.js";
import type { PlacedCredential, ReadCredentials } from "./credentials-file.js";

/** A JSON value that knows where its parts stand. */
export interface PlacedJsonValue {
  readonly value: unknown;
  complaint(fault: JsonFault): Complaint;
}

export interface JsonFault {
  readonly path: readonly (string | number)[];
  readonly on: "key" | "value";
  readonly value?: string;
  readonly rule: string;
  readonly nextStep: string;
}

/** @throws BadInput when the text is no JSON */
export type JsonReader = (
  source: string,
  text: string,
) => { readonly document: PlacedJsonValue; readonly warnings: readonly Complaint[] };

const EXAMPLE = 'write {"credentials": [{"principal": "...", "secret": "..."}]}';

/**
 * Mesos' message Credentials. As everywhere in Mesos' JSON, one object stands for a list of one (M11), null for a field
 * that is not there (M9), and unknown keys are ignored, here with a warning (M8, D23).
 */
export function credentialsInJson(source: string, text: string, readJson: JsonReader): ReadCredentials {
  const { document, warnings } = readJson(source, text);
  const reader = new CredentialsReader(document);
  reader.readAll();
  // A mistyped key is why another is missing.
  const complaints = reader.complaints.length === 0 ? [] : [...reader.warnings, ...reader.complaints];
  return { placed: reader.placed, complaints, warnings: [...warnings, ...reader.warnings] };
}

type Path = JsonFault["path"];
type JsonObject = Readonly<Record<string, unknown>>;

class CredentialsReader {
  readonly placed: PlacedCredential[] = [];
  readonly complaints: Complaint[] = [];
  readonly warnings: Complaint[] = [];
  readonly #document: PlacedJsonValue;

  constructor(document: PlacedJsonValue) {
    this.#document = document;
  }

  readAll(): void {
    const root = this.#document.value;
    if (isObject(root)) {
      this.#warnOfUnknownKeys([], root, ["credentials"]);
      this.#readList(root.credentials ?? null);
    } else this.#complain([], "credentials are a JSON object", EXAMPLE);
  }

  #readList(list: unknown): void {
    if (list === null) this.#complain([], "the key credentials is missing", EXAMPLE);
    else if (Array.isArray(list)) {
      for (const [i, entry] of list.entries()) if (entry !== null) this.#readEntry(["credentials", i], entry);
    } else this.#readEntry(["credentials"], list);
  }

  #readEntry(path: Path, entry: unknown): void {
    if (isObject(entry)) {
      this.#warnOfUnknownKeys(path, entry, ["principal", "secret"]);
      const principal = this.#readPrincipal(path, entry.principal ?? null);
      const secret = this.#readSecret(path, entry.secret ?? null);
      if (principal === undefined || secret === undefined) return;
      const place = this.#complaint([...path, "principal"], "", "").place;
      this.placed.push({ place, credential: { principal, secret } });
    } else this.#complain(path, "a credential is an object", EXAMPLE);
  }

  #readPrincipal(path: Path, principal: unknown): string | undefined {
    if (typeof principal === "string" && principal !== "") return principal;
    if (principal === null) this.#complain(path, "a credential has a principal", "add principal");
    else
      this.#complain([...path, "principal"], "a principal is a text that is not empty", "write who it is, in quotes");
    return undefined;
  }

  #readSecret(path: Path, secret: unknown): string | null | undefined {
    if (typeof secret === "string") return secret;
    if (secret === null) {
      const rule = "a credential without a secret, with which nobody can authenticate";
      this.warnings.push(this.#complaint(path, rule, "add secret"));
      return null;
    }
    this.#complain([...path, "secret"], "a secret is a text", "put it in double quotes");
    return undefined;
  }

  #warnOfUnknownKeys(path: Path, object: JsonObject, known: readonly string[]): void {
    for (const key of Object.keys(object).filter((each) => !known.includes(each))) {
      const meant = nearest(key, known);
      const nextStep = meant === undefined ? `known here: ${known.join(", ")}` : `write ${meant}, if you meant that`;
      const fault = {
        path: [...path, key],
        on: "key",
        value: key,
        rule: "an unknown key is ignored",
        nextStep,
      } as const;
      this.warnings.push(this.#document.complaint(fault));
    }
  }

  #complain(path: Path, rule: string, nextStep: string): void {
    this.complaints.push(this.#complaint(path, rule, nextStep));
  }

  #complaint(path: Path, rule: string, nextStep: string): Complaint {
    return this.#document.complaint({ path, on: "value", rule, nextStep });
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
