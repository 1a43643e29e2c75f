import type { TableName } from "./recorded-table.js";

/** One column of a table, as its file has it and as its readers are told. */
export interface TableColumn {
  /** With its unit last, where it has one. */
  readonly name: string;
  readonly type: "text" | "number" | "integer" | "unsigned" | "truth";
  /** Whether rows may have none. */
  readonly optional: boolean;
  /** `s`, `MiB`, ...; empty: a plain number, or no number. */
  readonly unit: string;
  readonly description: string;
}

/** What stands before the columns of each table: which run a row is of. After `point` there is a column for each axis. */
export const RUN_COLUMNS: readonly TableColumn[] = [
  text("scenario", "name of the scenario"),
  integer("point", "", "which combination of axis values, from 0 on; always 0 where there is no axis"),
  text("allocator", "label of the allocator"),
  { ...integer("seed", "", "seed of the run"), type: "unsigned" },
];

const AMOUNTS = [
  ["cpus", "cpus"],
  ["mem_mib", "MiB"],
  ["disk_mib", "MiB"],
  ["gpus", "gpus"],
] as const;

/** Times are seconds of virtual time since the run began, exact to the microsecond. */
export const TABLE_COLUMNS: Readonly<Record<TableName, readonly TableColumn[]>> = {
  tasks: [
    text("task", "name of the task"),
    text("framework", "whose task it is"),
    text("role", "the role that it started in first; until it starts, the first role of its framework"),
    optional(text("agent", "where it started last; none: it never started")),
    number("submitted_seconds", "s", "when it was submitted"),
    optional(number("first_started_seconds", "s", "when it started first; none: it never did")),
    optional(number("last_started_seconds", "s", "when it started last; none: it never did")),
    optional(number("finished_seconds", "s", "when it had done its work; none: it had not when the run ended")),
    optional(number("wait_seconds", "s", "from its submission to its first start")),
    optional(number("duration_seconds", "s", "how long it runs undisturbed; none: a service's, which does not end")),
    text(
      "state",
      "when the run ended: `finished`, `running`, or `pending` (also of one that waits to be started again)",
    ),
    integer("starts", "", "how often it was started"),
    integer("kills", "", "how often a run of it was ended early"),
    optional(text("last_kill", "why a run of it was ended early the last time; none: never")),
    number(
      "ran_seconds",
      "s",
      "how long it ran, from start to end over all its runs, the last one's until the run ended",
    ),
    truth("revocable", "whether it held revocable resources at its last start"),
    ...AMOUNTS.map(([name, unit]) => number(name, unit, "what it asked for")),
  ],
  offers: [
    number("sent_seconds", "s", "when it was made"),
    optional(
      number("answered_seconds", "s", "when it was answered or rescinded; none: it was open when the run ended"),
    ),
    text("framework", "who was offered it"),
    text("role", "for which of its roles"),
    text("agent", "where"),
    text("outcome", "`accepted` (at least in part), `declined`, `rescinded`, or `open` when the run ended"),
    truth("revocable", "whether any of it was revocable"),
    ...AMOUNTS.map(([name, unit]) => number(name, unit, "how much was offered")),
  ],
  series: [
    text(
      "series",
      "what is measured, such as `utilisation.cpus`; numbers of the allocator's own are `script.` and its name",
    ),
    text("of", "the role; empty: the whole cluster"),
    text("unit", "`share` (0..1), `tasks`, or the allocator's own; empty: a plain number"),
    number("seconds", "s", "from when on the value holds, until the next row of the series"),
    number("value", "", "in the unit of the row"),
  ],
};

function text(name: string, description: string): TableColumn {
  return { name, type: "text", optional: false, unit: "", description };
}

function number(name: string, unit: string, description: string): TableColumn {
  return { name, type: "number", optional: false, unit, description };
}

function integer(name: string, unit: string, description: string): TableColumn {
  return { name, type: "integer", optional: false, unit, description };
}

function truth(name: string, description: string): TableColumn {
  return { name, type: "truth", optional: false, unit: "", description };
}

function optional(column: TableColumn): TableColumn {
  return { ...column, optional: true };
}
