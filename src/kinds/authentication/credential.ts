/** Who somebody says to be, and what proves it. */
export interface Credential {
  readonly principal: string;
  /** Null when none was given: nobody can authenticate with such a credential by CRAM-MD5 (U3). */
  readonly secret: string | null;
}
