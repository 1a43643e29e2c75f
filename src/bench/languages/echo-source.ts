import type { RowLanguage } from "../../run/row-result.js";

/*
 * Each answers a call with so many numbers as the first number that it is given says, and looks at nothing else: what it
 * takes is the way over and back. Lists of a length are made once, since to make them is the SDK's work.
 */

const JAVASCRIPT = `let lengths, input, room, answer = new Float64Array(0);
export const openInbox = (...buffers) => { [lengths, input, room] = buffers.map((buffer) => new Float64Array(buffer)); };
export const takeAnswer = () => { if (answer.length <= room.length) room.set(answer); };
export const decide = () => {
  if (answer.length !== input[0]) answer = new Float64Array(input[0]);
  lengths[1] = answer.length;
  takeAnswer();
};
`;

const LUA = `local answer, size = {}, 0
return { decide = function(records, length)
  for i = size + 1, records[1] do answer[i] = i % 2 == 0 and i or i + 0.5 end
  size = records[1]
  return answer, size
end }
`;

/** In place of the SDK's own: the host makes of what it gives what it makes of the SDK's answers. */
const PYTHON = `import workbench.script_guest

answers = {}


def answer(guest, wholes, doubles):
    length = wholes[0]
    if length not in answers:
        answers[length] = list(range(length))
    return answers[length]


workbench.script_guest.ScriptGuest.decide = answer


def decide(cluster):
    pass
`;

const C = `#include <stdlib.h>
#include <workbench/allocator.h>

static double *answer;
static size_t size;

static int32_t setup(Allocator *self, const AllocatorSetup *setup) { return (void)self, (void)setup, 0; }
static int32_t add_resource_keys(Allocator *self, const ResourceKey *keys, size_t count) {
  return (void)self, (void)keys, (void)count, 0;
}
static int64_t decide(Allocator *self, const double *in, size_t n) {
  (void)self, (void)n;
  if (in[0] > size) answer = realloc(answer, (size = in[0]) * sizeof *answer);
  return in[0];
}
static const double *output(Allocator *self) { return (void)self, answer; }
static const char *last_error(Allocator *self) { return (void)self, ""; }
static void destroy(Allocator *self) { (void)self; }

static Allocator allocator = {sizeof allocator, WORKBENCH_ALLOCATOR_ABI, setup, add_resource_keys, decide, output,
                              last_error, destroy};
static void *create(const Parameters *parameters) { return (void)parameters, &allocator; }

WORKBENCH_EXPORT const ModuleBase drf;
const ModuleBase drf = {WORKBENCH_MODULE_API_VERSION, WORKBENCH_MESOS_VERSION, "Allocator", "Allocator workbench",
                        "author@example.org", "Answers without looking", NULL, create};
`;

/** A guest below the SDK. */
export const ECHO_SOURCES: Readonly<Record<Exclude<RowLanguage, "builtin">, string>> = {
  javascript: JAVASCRIPT,
  lua: LUA,
  python: PYTHON,
  native: C,
};
