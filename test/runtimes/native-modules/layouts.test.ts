import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  AUTHENTICATEE_METHODS,
  AUTHENTICATOR_METHODS,
} from "../../../src/kinds/authentication/authentication-methods.js";
import { HOOK_METHODS } from "../../../src/kinds/hook/hook-methods.js";
import { ISOLATOR_METHODS } from "../../../src/kinds/isolator/isolator-methods.js";
import {
  QOS_CONTROLLER_METHODS,
  RESOURCE_ESTIMATOR_METHODS,
} from "../../../src/kinds/oversubscription/oversubscription-methods.js";
import { TEST_MODULE_METHODS } from "../../../src/kinds/test-module/test-module.js";
import { MODULE_KINDS } from "../../../src/modules/module-kinds.js";
import { INCLUDE_FOLDER } from "../../../src/runtimes/native/compile.js";
import { KIND_LAYOUTS } from "../../../src/runtimes/native/kind-layouts.js";
import { TEST_MODULE_EXTRAS } from "../../../src/runtimes/native/test-module-instance.js";
import { HAS_COMPILERS } from "./native-libraries.js";

const METHODS = {
  Anonymous: {},
  Authenticatee: AUTHENTICATEE_METHODS,
  Authenticator: AUTHENTICATOR_METHODS,
  Hook: HOOK_METHODS,
  Isolator: ISOLATOR_METHODS,
  QoSController: QOS_CONTROLLER_METHODS,
  ResourceEstimator: RESOURCE_ESTIMATOR_METHODS,
  TestModule: TEST_MODULE_METHODS,
} satisfies Record<keyof typeof KIND_LAYOUTS, object>;

const KINDS = Object.keys(KIND_LAYOUTS) as (keyof typeof KIND_LAYOUTS)[];

/** size, abiVersion with its padding, destroy. */
const HEAD_BYTES = 24;
const POINTER_BYTES = 8;

function assertions(): string {
  const claims = KINDS.flatMap((kind) => {
    const names = [...KIND_LAYOUTS[kind], ...(kind === "TestModule" ? TEST_MODULE_EXTRAS : [])];
    const offsets = names.map((name, i) => `offsetof(${kind}Methods, ${name}) == ${HEAD_BYTES + i * POINTER_BYTES}`);
    return [...offsets, `sizeof(${kind}Methods) == ${HEAD_BYTES + names.length * POINTER_BYTES}`];
  });
  return claims.map((claim) => `_Static_assert(${claim}, "layout");`).join("\n");
}

describe("the layouts of the kinds", () => {
  it("are there for every kind that has a part here; allocators have their own", () => {
    const kinds = MODULE_KINDS.filter(({ part }) => part !== null).map(({ name }) => name);
    expect(["Allocator", ...KINDS].sort()).toEqual(kinds.sort());
  });

  it.each(KINDS)("name all methods of kind %s, and no others", (kind) => {
    expect([...KIND_LAYOUTS[kind]].sort()).toEqual(Object.keys(METHODS[kind]).sort());
  });

  it.skipIf(!HAS_COMPILERS)("are those of the C headers (needs a C compiler)", () => {
    const args = ["-std=c11", "-fsyntax-only", "-I", INCLUDE_FOLDER, "-x", "c", "-"];
    const input = `#include <workbench/workbench.h>\n${assertions()}`;
    expect(spawnSync("gcc", args, { encoding: "utf8", input })).toMatchObject({ status: 0, stderr: "" });
  });

  it.skipIf(!HAS_COMPILERS)(
    "stand in headers of which each can be included alone, in C and C++",
    () => {
      for (const [compiler, language, standard, headers] of [
        ["gcc", "c", "-std=c99", HEADERS],
        ["g++", "c++", "-std=c++11", HEADERS],
        ["g++", "c++", "-std=c++17", [...HEADERS, "workbench.hpp", "../test_module.hpp"]],
      ] as const) {
        const flags = [standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-I", INCLUDE_FOLDER];
        for (const header of headers) {
          const input = `#include <workbench/${header}>\n`;
          const { stderr } = spawnSync(compiler, [...flags, "-x", language, "-"], { encoding: "utf8", input });
          expect(`${header} ${standard}: ${stderr}`).toBe(`${header} ${standard}: `);
        }
      }
    },
    300_000,
  );
});

const HEADERS = [
  "module.h",
  "fields.h",
  "host.h",
  "allocator.h",
  "sdk.h",
  "anonymous.h",
  "authenticatee.h",
  "authenticator.h",
  "hook.h",
  "isolator.h",
  "qos_controller.h",
  "resource_estimator.h",
  "test_module.h",
  "workbench.h",
];
