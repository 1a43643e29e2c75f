/**
 * Integer ids of one run. They are handed out in the byte order of the names, before the run starts, so that comparing
 * two ids of a kind is comparing the two names: every written tie-break "by id" is `a - b`. (Unless a comparison lets the
 * names change places, to see what hangs on ties: `tie-order.ts`.)
 */
declare const kind: unique symbol;

export type AgentId = number & { readonly [kind]: "agent" };
export type FrameworkId = number & { readonly [kind]: "framework" };
export type RoleId = number & { readonly [kind]: "role" };

/** Tasks are named while the run goes on: their ids follow the order of naming, not of bytes. */
export type TaskId = number & { readonly [kind]: "task" };

/** Which resource object: a name, the role it is reserved to, and whether it is revocable. Ids follow the order of first sight. */
export type ResourceKeyId = number & { readonly [kind]: "resourceKey" };
