/** What tells two functions apart: an address, or for a script any text that is the same for the same function. */
export type FunctionIdentity = bigint | string;

/** The metadata that a module exports (contract, section 5), read and not yet believed: null is a null pointer. */
export interface ModuleHeader {
  readonly moduleApiVersion: string | null;
  readonly mesosVersion: string | null;
  readonly kind: string | null;
  readonly authorName: string | null;
  readonly authorEmail: string | null;
  readonly description: string | null;
  /** May be null: then the module is for one Mesos version only (V6). */
  readonly compatible: FunctionIdentity | null;
  /** May be null at load; then no instance can be made (M31). */
  readonly create: FunctionIdentity | null;
}
