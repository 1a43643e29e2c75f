import type { CredentialPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";

/** Undefined when there is none, or it cannot be read (then with a complaint). */
export function readCredential(credential: Cursor): CredentialPlan | undefined {
  const principal = credential.get("principal").text;
  return principal === undefined ? undefined : { principal, secret: credential.get("secret").text ?? null };
}
