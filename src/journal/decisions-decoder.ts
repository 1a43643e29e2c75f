import {
  type Decisions,
  type InverseOffer,
  type Lending,
  NO_DECISIONS,
  type Offer,
  type Revocation,
} from "../allocator/decisions.js";
import type { TaskId } from "../cluster/ids.js";
import type { GrowingNameTable } from "../cluster/name-table.js";
import type { JsonObject } from "./json-fields.js";
import { type LineContext, LineFields } from "./line-fields.js";

/** Reads the decisions on a line; a list that is empty is absent. Complaints go where the fields send them. */
export function decodeDecisions(object: JsonObject, context: LineContext): Decisions {
  if (object.offers === undefined && object.inverseOffers === undefined && object.revocations === undefined) {
    return NO_DECISIONS;
  }
  const fields = new LineFields(object, context);
  const { tasks } = context.directory;
  return {
    offers: fields.has("offers") ? fields.objects("offers").map(decodeOffer) : [],
    inverseOffers: fields.has("inverseOffers") ? fields.objects("inverseOffers").map(decodeInverseOffer) : [],
    revocations: fields.has("revocations")
      ? fields.objects("revocations").map((revocation) => decodeRevocation(revocation, tasks))
      : [],
    wakeAt: null,
  };
}

function decodeOffer(fields: LineFields): Offer {
  return {
    framework: fields.framework("framework"),
    role: fields.role("role"),
    agent: fields.agent("agent"),
    resources: fields.resources("resources"),
    lends: fields.has("lends") ? (fields.within("lends", decodeLending) ?? null) : null,
    why: why(fields),
  };
}

function decodeLending(fields: LineFields): Lending {
  return { owner: fields.role("owner"), resources: fields.resources("resources") };
}

function decodeInverseOffer(fields: LineFields): InverseOffer {
  return {
    framework: fields.framework("framework"),
    agent: fields.agent("agent"),
    resources: fields.resources("resources"),
    deadline: fields.time("deadline"),
    why: why(fields),
  };
}

function decodeRevocation(fields: LineFields, tasks: GrowingNameTable<TaskId>): Revocation {
  return {
    framework: fields.framework("framework"),
    role: fields.role("role"),
    agent: fields.agent("agent"),
    resources: fields.resources("resources"),
    deadline: fields.time("deadline"),
    task: fields.has("task") ? tasks.intern(fields.text("task")) : null,
    why: why(fields),
  };
}

function why(fields: LineFields): string | null {
  return fields.has("why") ? fields.text("why") : null;
}
