import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openNativeLibrary } from "../../../src/runtimes/native/open-native-library.js";
import { VirtualTimer } from "../../kinds/isolator/virtual-timer.js";
import { HAS_COMPILERS, LibraryFolder, OpenedLibrary } from "./native-libraries.js";

/** A hook whose structure a test spoils. */
const hook = (spoil: string) => `
#include <workbench/hook.h>
static void nothing(HookMethods *self, const Host *host, uint64_t token, const Fields *input) {
  (void)self, (void)input;
  host->complete(host, token, NULL);
}
static HookMethods hook;
static void *create(const Parameters *parameters) {
  (void)parameters;
  hook.size = sizeof hook;
  hook.abiVersion = WORKBENCH_MODULE_ABI;
  hook.slaveResourcesDecorator = hook.slaveAttributesDecorator = hook.masterSlaveLostHook = nothing;
  ${spoil}
  return &hook;
}
WORKBENCH_MODULE(module, "Hook", "A", "a@b", "d", NULL, create)
`;

const header = (fields: string) => `
#include <workbench/module.h>
WORKBENCH_EXPORT const ModuleBase module;
const ModuleBase module = {${fields}};
`;

const world = { timer: new VirtualTimer(), print: () => undefined };

describe.skipIf(!HAS_COMPILERS)("a native module that is broken (needs gcc and g++)", () => {
  const folder = new LibraryFolder();
  let libraries = 0;
  /** Each in a library of its own: one that is open is not opened again. */
  const library = (code: string) => new OpenedLibrary(folder.compileText(`module${libraries++}`, code));

  it("tells which fields of its header are null pointers (V1)", async () => {
    const { header: read } = await library(header('"2", NULL, "Hook", NULL, "", "d", NULL, NULL')).module("module");
    expect(read).toEqual({
      moduleApiVersion: "2",
      mesosVersion: null,
      kind: "Hook",
      authorName: null,
      authorEmail: "",
      description: "d",
      compatible: null,
      create: null,
    });
  });

  it("may be Mesos' own, whose header has the same seven fields first", async () => {
    const code = `
      typedef struct ModuleBaseOfMesos {
        const char *moduleApiVersion, *mesosVersion, *kind, *authorName, *authorEmail, *description;
        _Bool (*compatible)(void);
      } ModuleBaseOfMesos;
      static _Bool fits(void) { return 1; }
      struct ModuleOfMesos { ModuleBaseOfMesos base; void *(*create)(void *); };
      struct ModuleOfMesos org_apache_mesos_TestCpuIsolator = {
        {"2", "1.12.0", "Isolator", "Apache Mesos", "modules@mesos.apache.org", "Test CPU", fits}, 0};
    `;
    const module = await library(code).module("org_apache_mesos_TestCpuIsolator");
    expect(module.header).toEqual({
      moduleApiVersion: "2",
      mesosVersion: "1.12.0",
      kind: "Isolator",
      authorName: "Apache Mesos",
      authorEmail: "modules@mesos.apache.org",
      description: "Test CPU",
      compatible: expect.any(BigInt),
      create: null,
    });
    expect(module.isCompatible()).toEqual({ kind: "ready", value: true });
  });

  it("is not made when it has no create() (M31)", async () => {
    expect(await library(header('"2", "1.12.0", "Hook", "A", "a@b", "d", NULL, NULL')).reply("module")).toEqual({
      kind: "failed",
      failure: "loadFailed",
      message: expect.stringMatching(/libmodule\d+\.so#module: it has no create\(\)$/),
    });
  });

  it("is not made when its create() returns null (M31)", async () => {
    expect(await library(hook("return NULL;")).reply("module")).toEqual({ kind: "ready", value: null });
  });

  it.each([
    ["hook.abiVersion = 2;", "(size 112, ABI version 2)"],
    ["hook.size = 0;", "(size 0, ABI version 1)"],
    ["hook.size = 23;", "(size 23, ABI version 1)"],
    ["hook.size = (size_t)&hook;", "(size "],
  ])("is not made when what create() returns has another layout: %s", async (spoil, found) => {
    expect(await library(hook(spoil)).reply("module")).toEqual({
      kind: "failed",
      failure: "loadFailed",
      message: expect.stringContaining(`what its create() returned has another layout than this workbench ${found}`),
    });
  });

  it("has what its structure has: an older one ends early, a newer one has more", async () => {
    const older = await library(hook("hook.size = offsetof(HookMethods, slaveAttributesDecorator) + 4;")).create(
      "module",
    );
    expect(older.methods).toEqual(["slaveResourcesDecorator"]);
    const newer = await library(hook("hook.size += 16;")).create("module");
    expect(newer.methods).toEqual(["slaveResourcesDecorator", "slaveAttributesDecorator", "masterSlaveLostHook"]);
    newer.close();
  });

  it.each(["Authorizer", "Allocator"])("of kind %s is not made here", async (kind) => {
    const made = await library(hook("").replace('"Hook"', `"${kind}"`)).reply("module");
    expect(made).toMatchObject({
      kind: "failed",
      message: expect.stringContaining(`modules of kind ${kind} are not created here`),
    });
  });

  it("is not there under another name than its symbol's (M38)", async () => {
    const opening = await openNativeLibrary(folder.compileText("named", hook("")), world);
    if (opening.kind !== "ready") throw new Error(opening.message);
    expect(await opening.value.module("modul")).toEqual({ kind: "ready", value: null });
    expect(await opening.value.module("")).toEqual({ kind: "ready", value: null });
  });

  it("stands in no library: not there, no library, with symbols that nothing defines (M19)", async () => {
    const open = (path: string) => openNativeLibrary(path, world);
    expect(await open("./nowhere/libnothing.so")).toMatchObject({ kind: "refused", message: /No such file/ });
    expect(await open("")).toMatchObject({ kind: "refused" });
    const text = join(folder.path, "text.so");
    writeFileSync(text, "This is no library.");
    expect(await open(text)).toMatchObject({ kind: "refused", message: expect.stringMatching(/too short|invalid/) });
    const undefinedSymbol = folder.compileText(
      "lacking",
      "extern int nowhere(void);\nint somewhere(void);\nint somewhere(void) { return nowhere(); }\n",
    );
    expect(await open(undefinedSymbol)).toMatchObject({ kind: "refused", message: /undefined symbol: nowhere/ });
  });
});
