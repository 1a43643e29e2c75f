import { packageFile } from "../base/package-files.js";
import type { ModulesPart } from "./bench-document.js";
import type { BenchSetting } from "./bench-setting.js";
import type { BorderFigures } from "./border-run.js";
import { compiled } from "./compiled.js";
import type { ManifestFigures } from "./manifest-run.js";
import { manyModulesManifest, manyModulesSource } from "./many-modules.js";
import { measure } from "./measure.js";
import type { Measured } from "./measurement.js";
import { inScratchFolder } from "./scratch-folder.js";

/** What native modules cost: a call of one, and the loading of many. */
export async function measureModules(setting: BenchSetting): Promise<ModulesPart> {
  return { border: await measureBorder(setting), manifest: await measureManifest(setting) };
}

async function measureBorder({ sizes, tell, print }: BenchSetting): Promise<Measured<BorderFigures>> {
  const testModule = await compiled(packageFile("allocators", "modules", "test_module.c"));
  if (testModule.status !== "ok") return testModule;
  const allocator = await compiled(packageFile("allocators", "modules", "first_come.c"));
  if (allocator.status !== "ok") return allocator;
  tell("calls of native modules");
  const { calls, rounds } = sizes.border;
  const course = { testModule: testModule.library, allocator: allocator.library, calls, rounds };
  return measure({ kind: "border", course }, print);
}

function measureManifest({ sizes, tell, print }: BenchSetting): Promise<Measured<ManifestFigures>> {
  const { modules, rounds } = sizes.manifest;
  return inScratchFolder(async (write) => {
    const made = await compiled(write("many_modules.c", manyModulesSource(modules)));
    if (made.status !== "ok") return made;
    const many = write("many.json", manyModulesManifest(made.library, modules, modules));
    const single = write("single.json", manyModulesManifest(made.library, modules, 1));
    tell(`a manifest of ${modules} modules`);
    return measure({ kind: "manifest", course: { many, single, rounds } }, print);
  });
}
