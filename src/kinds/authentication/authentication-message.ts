/**
 * What client and master say to each other while the client authenticates, in this order when all goes well:
 * `authenticate`, `mechanisms`, `start`, `step` (challenge), `step` (response), `completed`. Plain data: it crosses to
 * module code as it is. `data` is text.
 */
export type AuthenticationMessage =
  /** Client to master: begins a session. */
  | { readonly type: "authenticate"; readonly client: string }
  /** Master to client: what it understands, e.g. `CRAM-MD5`. */
  | { readonly type: "mechanisms"; readonly mechanisms: readonly string[] }
  /** Client to master: which of these it takes, and its first word in it. */
  | { readonly type: "start"; readonly mechanism: string; readonly data: string }
  /** Both ways. */
  | { readonly type: "step"; readonly data: string }
  /** Master to client: accepted. */
  | { readonly type: "completed" }
  /** Master to client: refused; there is no use in trying again. */
  | { readonly type: "failed" }
  /** Master to client: something went wrong; the client may try again. */
  | { readonly type: "error"; readonly error: string };
