import { BadInput, type Complaint } from "../../base/bad-input.js";
import type { Credential } from "./credential.js";
import { credentialsInJson, type JsonReader } from "./credentials-json.js";
import { credentialsInText } from "./credentials-text.js";

export interface CredentialsFile {
  /** In the order of the file. */
  readonly credentials: readonly Credential[];
  /** What is legal, but hardly meant. */
  readonly warnings: readonly Complaint[];
}

/**
 * What a master is told by `--credentials`: JSON, `{"credentials": [{"principal": "...", "secret": "..."}]}`, or a
 * principal and its secret on each line. Complaints never show a secret, nor anything that could be one.
 *
 * @param source what places begin with: the file as the user named it
 * @param readJson reads strict JSON with the places of its values
 * @throws BadInput with everything that is wrong with it
 */
export function readCredentials(source: string, text: string, readJson: JsonReader): CredentialsFile {
  const isJson = /^\s*[{[]/.test(text);
  const read = isJson ? credentialsInJson(source, text, readJson) : credentialsInText(source, text);
  if (read.complaints.length > 0) throw new BadInput(read.complaints);
  const credentials = read.placed.map(({ credential }) => credential);
  return { credentials, warnings: [...read.warnings, ...repeated(read.placed)] };
}

/** A credential and where its principal stands. */
export interface PlacedCredential {
  readonly credential: Credential;
  readonly place: string;
}

export interface ReadCredentials {
  readonly placed: readonly PlacedCredential[];
  readonly complaints: readonly Complaint[];
  readonly warnings: readonly Complaint[];
}

function repeated(placed: readonly PlacedCredential[]): Complaint[] {
  const last = new Map(placed.map((each) => [each.credential.principal, each]));
  return placed
    .filter((each) => last.get(each.credential.principal) !== each)
    .map(({ credential, place }) => {
      const rule = "the principal is given more than once, and the last one counts";
      return { place, value: credential.principal, rule, nextStep: "keep one" };
    });
}
