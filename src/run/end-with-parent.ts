import { spawn } from "node:child_process";

/** Waits until its input is at an end, which is when this program is gone, however it went. */
const KILL_AFTER_INPUT = 'read -r line; kill -9 "$0"';

/**
 * Ends a child process with this one. The child notices by itself, but only between two calls, and an endless call never
 * returns: so a shell watches as well. Without a shell an endless call may outlive this program.
 *
 * @returns ends the watch, which must be done as soon as the child has ended
 */
export function endWithParent(child: number): () => void {
  const shell = spawn("/bin/sh", ["-c", KILL_AFTER_INPUT, String(child)], {
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
    // Ctrl-C is for this program: the shell must survive it to do its work.
    detached: true,
  });
  shell.on("error", () => {});
  shell.unref();
  return () => shell.kill("SIGKILL");
}
