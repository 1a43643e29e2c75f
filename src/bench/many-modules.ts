import { numbered } from "./numbered.js";

/** The C source of a library with so many modules. No instance of them is ever made. */
export function manyModulesSource(count: number): string {
  return [
    "#include <workbench/test_module.h>",
    "",
    `static bool always(void) { return true; }`,
    `static void *refuse(const Parameters *parameters) { (void)parameters; return NULL; }`,
    "",
    ...moduleNames(count).map(
      (name) =>
        `WORKBENCH_MODULE(${name}, "TestModule", "Allocator workbench", "author@example.org", "One of many", always, refuse)`,
    ),
    "",
  ].join("\n");
}

/** A manifest of the library's first modules, each with a parameter. */
export function manyModulesManifest(library: string, count: number, listed: number): string {
  const modules = moduleNames(count)
    .slice(0, listed)
    .map((name) => ({ name, parameters: [{ key: "operation", value: "sum" }] }));
  return `${JSON.stringify({ libraries: [{ file: library, modules }] }, null, 2)}\n`;
}

/** `com_example_many_0001`, ... */
function moduleNames(count: number): string[] {
  return numbered("com_example_many", count).map((name) => name.replace("-", "_"));
}
