import { closeSync, openSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { temporaryName } from "../base/atomic-file.js";

/** A file without a name, for two processes to share by its descriptor: nothing of it can be left behind. */
export class ScratchFile {
  readonly fd: number;

  /** @param writing "at the end": whoever writes into it adds to it, wherever others are */
  constructor(writing: "anywhere" | "at the end" = "anywhere") {
    const path = temporaryName(join(tmpdir(), "workbench"));
    this.fd = openSync(path, writing === "anywhere" ? "wx+" : "ax+", 0o600);
    unlinkSync(path);
  }

  close(): void {
    closeSync(this.fd);
  }
}
