import { resolve } from "node:path";
import { BadInput } from "../../base/bad-input.js";
import type { AuthenticationPlan, CredentialPlan } from "../../cluster/plan.js";
import { readCredentials } from "../../kinds/authentication/credentials-file.js";
import type { Cursor } from "../document/cursor.js";
import { readTextFile } from "../document/read-text-file.js";
import { readYaml } from "../document/read-yaml.js";
import { readCredential } from "./credential-value.js";

const MOST_BYTES = 10 * 1024 ** 2;

/**
 * Whom the master accepts, and whether it insists.
 * @param folder the scenario's, absolute: where the path of a credentials file starts from
 * @returns undefined where the scenario has no authentication
 */
export function readAuthentication(authentication: Cursor, folder: string): AuthenticationPlan | undefined {
  if (!authentication.isMap) return undefined;
  const credentials = authentication.get("credentials");
  return {
    credentials:
      credentials.text === undefined
        ? credentials.items.flatMap((item) => readCredential(item) ?? [])
        : readFile(credentials, resolve(folder, credentials.text)),
    required: authentication.get("required").boolean ?? false,
  };
}

/** As YAML, which JSON is a part of. */
function readFile(credentials: Cursor, path: string): readonly CredentialPlan[] {
  try {
    const text = readTextFile(path, {
      what: "a credentials file",
      whenMissing: "check the path: it starts from the scenario's folder",
      maxBytes: MOST_BYTES,
      whenTooLarge: "split it, or write fewer",
    });
    return readCredentials(path, text, (source, json) => ({ document: readYaml(source, json), warnings: [] }))
      .credentials;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    credentials.defects.addOf("authentication", error.complaints);
    return [];
  }
}
