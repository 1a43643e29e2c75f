import type { ParameterValue } from "../allocator/allocator.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { LoadableAllocator } from "../run/loadable-allocator.js";
import type { LoadableModule } from "../run/modules/module-setup.js";
import type { TestedKind } from "./tested-kind.js";

/** What is put to the battery. Plain data: it crosses to the process that tries it. */
export type BatterySubject =
  | {
      readonly kind: "Allocator";
      readonly name: string;
      readonly allocator: LoadableAllocator;
      readonly parameters: Readonly<Record<string, ParameterValue>>;
    }
  | {
      readonly kind: Exclude<TestedKind, "Allocator">;
      readonly name: string;
      /** Null: it is built in. */
      readonly module: LoadableModule | null;
      /** In place of the manifest's (M29); null: as in the manifest. */
      readonly parameters: readonly ModuleParameter[] | null;
    };
