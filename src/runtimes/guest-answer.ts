import { AllocatorFailure } from "../allocator/failure.js";

/**
 * Reads what a guest says in JSON. The SDK said it, but inside the guest's virtual machine, where a script can change the
 * very objects that the SDK works with: so this may be anything.
 *
 * @throws AllocatorFailure `threw` when it is not what the SDK would say
 */
export function readAnswer<T>(json: string, isRight: (answer: unknown) => answer is T): T {
  const answer = parsed(json);
  if (isRight(answer)) return answer;
  throw new AllocatorFailure("threw", `${WRONG} ${shortened(json)}`);
}

const WRONG = "the script has changed what the SDK works with (JSON, or a prototype): its answer is";

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function shortened(json: string): string {
  return json.length > 100 ? `${json.slice(0, 100)}...` : json;
}

export function isTextList(answer: unknown): answer is readonly string[] {
  return Array.isArray(answer) && answer.every((text) => typeof text === "string");
}

export function isBoolean(answer: unknown): answer is boolean {
  return typeof answer === "boolean";
}
