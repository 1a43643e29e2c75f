import type { BenchSetting } from "./bench-setting.js";
import { measure } from "./measure.js";
import type { Measured } from "./measurement.js";
import type { TablesFigures } from "./tables-run.js";

/** How long the table of a large run's tasks takes to be written. */
export function measureTables({ sizes, tell, print }: BenchSetting): Promise<Measured<TablesFigures>> {
  tell(`a table of ${sizes.tables.tasks} tasks`);
  return measure({ kind: "tables", course: sizes.tables }, print);
}
