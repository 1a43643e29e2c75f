import { type Outcome, ready } from "../outcome.js";
import type { AnswerForm } from "./answer-form.js";
import type { IsolatorMethod, IsolatorResults } from "./isolator.js";

interface MethodRow<Result> {
  /** How an isolator that lacks the method answers; null: never. */
  readonly fallback: Outcome<Result> | null;
  /** What a module's answer has to look like. Members that are not named here are let through. */
  readonly result: AnswerForm;
}

type Methods = { readonly [M in IsolatorMethod]: MethodRow<IsolatorResults[M]> } & {
  readonly [M in "supportsNesting" | "supportsStandalone"]: MethodRow<boolean>;
};

const NOTHING: MethodRow<null> = { fallback: ready(null), result: {} };
const BOOLEAN: MethodRow<boolean> = { fallback: ready(false), result: { type: "boolean" } };

const TEXT: AnswerForm = { type: "string", nullable: true };
const NUMBER: AnswerForm = { type: "number", nullable: true };
const TEXTS: AnswerForm = { type: "array", items: { type: "string" }, nullable: true };

/**
 * Every method of the kind, by Mesos' own name: what a module may leave out, and what it may answer. Inputs are in
 * `IsolatorInputs`; the two questions at the top have none (null) and are answered at once, when the isolator is created.
 */
export const ISOLATOR_METHODS: Methods = {
  supportsNesting: BOOLEAN,
  supportsStandalone: BOOLEAN,
  recover: NOTHING,
  prepare: {
    fallback: ready(null),
    result: {
      type: "object",
      nullable: true,
      properties: {
        preExecCommands: TEXTS,
        environment: { type: "object", additionalProperties: { type: "string" }, nullable: true },
        command: TEXT,
        workingDirectory: TEXT,
        effectiveCapabilities: TEXTS,
        boundingCapabilities: TEXTS,
        rlimits: { type: "object", additionalProperties: { type: "number" }, nullable: true },
        ttySlavePath: TEXT,
        mounts: {
          type: "array",
          nullable: true,
          items: {
            type: "object",
            required: ["target"],
            properties: { target: { type: "string" }, source: TEXT, type: TEXT, options: TEXT },
          },
        },
        enterNamespaces: TEXTS,
        cloneNamespaces: TEXTS,
        supplementaryGroups: { type: "array", items: { type: "integer" }, nullable: true },
        rootfs: TEXT,
        user: TEXT,
      },
    },
  },
  isolate: NOTHING,
  watch: {
    fallback: null,
    result: { type: "object", properties: { resources: TEXT, message: TEXT, reason: TEXT } },
  },
  update: NOTHING,
  usage: {
    fallback: ready({}),
    result: {
      type: "object",
      properties: {
        timestamp: NUMBER,
        cpus: NUMBER,
        memMiB: NUMBER,
        diskMiB: NUMBER,
        cpusLimit: NUMBER,
        memLimitMiB: NUMBER,
        diskLimitMiB: NUMBER,
        cpusSoftLimit: NUMBER,
        memSoftLimitMiB: NUMBER,
      },
    },
  },
  status: { fallback: ready({}), result: { type: "object" } },
  cleanup: NOTHING,
};
