/**
 * What an answer has to look like: the part of JSON Schema that answers need. The validators that are to be had make code
 * of a schema, which the process of a script does not allow.
 */
export interface AnswerForm {
  /** Absent: any value. */
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  /** Whether it may also be null. */
  readonly nullable?: boolean;
  /** Of an array's items. */
  readonly items?: AnswerForm;
  /** Of an object's members; those that are not named are let through. */
  readonly properties?: Readonly<Record<string, AnswerForm>>;
  readonly required?: readonly string[];
  /** Of all of an object's members. */
  readonly additionalProperties?: AnswerForm;
}

/**
 * What is wrong with an answer, each with its place: `it/mounts/0 must have required property 'target'`.
 * @param place what the answer is called
 */
export function answerFaults(answer: unknown, form: AnswerForm, place: string): string[] {
  const { type, nullable } = form;
  if (type === undefined || (nullable === true && answer === null)) return [];
  if (!isOf(type, answer)) return [`${place} must be ${type}`];
  if (Array.isArray(answer)) return itemFaults(answer, form, place);
  return type === "object" ? memberFaults(answer as Readonly<Record<string, unknown>>, form, place) : [];
}

function isOf(type: NonNullable<AnswerForm["type"]>, answer: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(answer);
    case "number":
      return Number.isFinite(answer);
    case "array":
      return Array.isArray(answer);
    case "object":
      return typeof answer === "object" && answer !== null && !Array.isArray(answer);
    default:
      return typeof answer === type;
  }
}

function itemFaults(answer: readonly unknown[], { items }: AnswerForm, place: string): string[] {
  return items === undefined ? [] : answer.flatMap((item, i) => answerFaults(item, items, `${place}/${i}`));
}

function memberFaults(
  answer: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties = {} }: AnswerForm,
  place: string,
): string[] {
  const isThere = (name: string) => Object.hasOwn(answer, name) && answer[name] !== undefined;
  const missing = required.filter((name) => !isThere(name));
  const forms = [
    ...Object.entries(properties).filter(([name]) => isThere(name)),
    ...Object.keys(answer).map((name) => [name, additionalProperties] as const),
  ];
  return [
    ...missing.map((name) => `${place} must have required property '${name}'`),
    ...forms.flatMap(([name, form]) => answerFaults(answer[name], form, `${place}/${name}`)),
  ];
}
