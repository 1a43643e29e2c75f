import koffi from "koffi";
import { failed, type Outcome, ready } from "../../kinds/outcome.js";
import { FieldsDefect } from "./fields.js";
import { type Address, STRINGS } from "./native-library.js";
import { type GivenFields, readFields } from "./read-fields.js";
import { writeFields } from "./write-fields.js";

/** `Fields` of workbench/fields.h: for JavaScript's arrays on the way in, and for addresses on the way out. */
export const FIELDS = koffi.struct({
  size: "size_t",
  count: "size_t",
  paths: STRINGS,
  values: STRINGS,
  types: "const char *",
});
const ADDRESSES = koffi.struct({ size: "size_t", count: "size_t", paths: "void *", values: "void *", types: "void *" });
const MOST_FIELDS = 1_000_000;

/**
 * Input for a method, as a call takes it.
 * @returns failed when it cannot be told to C
 */
export function nativeFields(input: object | null): Outcome<object> {
  try {
    const fields = writeFields(input);
    return ready({ size: koffi.sizeof(FIELDS), count: fields.paths.length, ...fields });
  } catch (error) {
    if (!(error instanceof FieldsDefect)) throw error;
    return failed(`it cannot be told: ${error.message}`);
  }
}

/** What a module completes with; a null pointer is null. An answer that is none is a failed call, whatever is wrong with it. */
export function readAnswer(address: Address | null): Outcome<unknown> {
  if (address === null) return ready(null);
  try {
    return ready(readFields(givenFields(address)));
  } catch (error) {
    if (!(error instanceof FieldsDefect)) return failed(`its answer cannot be read: ${(error as Error).message}`);
    return failed(`its answer is wrong: ${error.message}`);
  }
}

function givenFields(address: Address): GivenFields {
  const { size, count, paths, values, types } = koffi.decode(address, ADDRESSES);
  if (size < koffi.sizeof(ADDRESSES) || count > MOST_FIELDS) {
    throw new FieldsDefect(`it is no Fields of this workbench (size ${size}, ${count} fields)`);
  }
  if (count === 0) return { paths: [], values: [], types: null };
  return {
    paths: koffi.decode(paths, "const char *", count) as (string | null)[],
    values: koffi.decode(values, "const char *", count) as (string | null)[],
    types: types === null ? null : koffi.decode.string(types, count).slice(0, count),
  };
}
