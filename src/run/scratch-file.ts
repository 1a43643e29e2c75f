import { closeSync, openSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { temporaryName } from "../base/atomic-file.js";

/** A file without a name, for two processes to share by its descriptor: nothing of it can be left behind. */
export class ScratchFile {
  readonly fd: number;

  constructor() {
    const path = temporaryName(join(tmpdir(), "workbench"));
    this.fd = openSync(path, "wx+", 0o600);
    unlinkSync(path);
  }

  close(): void {
    closeSync(this.fd);
  }
}
