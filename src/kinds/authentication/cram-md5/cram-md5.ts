import { createHmac } from "node:crypto";

/** RFC 2195, by its name among the mechanisms of SASL. */
export const CRAM_MD5 = "CRAM-MD5";

/** What answers a challenge: the principal and the proof that one knows its secret, which itself stays at home. */
export function cramMd5Response(principal: string, secret: string, challenge: string): string {
  return `${principal} ${createHmac("md5", secret).update(challenge).digest("hex")}`;
}

/** @returns who a response says to come from; undefined when it is no response. A principal may hold blanks, a digest not. */
export function principalOf(response: string): string | undefined {
  const blank = response.lastIndexOf(" ");
  return blank > 0 ? response.slice(0, blank) : undefined;
}
