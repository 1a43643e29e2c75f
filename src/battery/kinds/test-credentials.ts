import type { Credential } from "../../kinds/authentication/credential.js";

export const CLIENT = "client-1";

/** Known to the master. */
export const KNOWN: Credential = { principal: "tim", secret: "tanstaaftanstaaf" };
export const OTHER_KNOWN: Credential = { principal: "a name with blanks", secret: "s\u00e9cret" };

/** Not so. */
export const WRONG: Credential = { principal: "tim", secret: "wrong" };
export const UNKNOWN: Credential = { principal: "nobody", secret: "tanstaaftanstaaf" };
export const WITHOUT_SECRET: Credential = { principal: "tim", secret: null };
