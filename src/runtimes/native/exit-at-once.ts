let done = false;

/**
 * To be called before native code is. A library may call exit() in the middle of a call, and Node's own clean-up does not
 * expect to be run with a call on the stack: now and then it crashes, and a crash would be reported in place of the exit
 * code. So what exit() calls first here is what writes out the library's prints, and then ends the process.
 */
export async function exitAtOnce(): Promise<void> {
  // Only glibc has on_exit(), whose handlers take what _exit() wants.
  if (done || process.platform !== "linux") return;
  done = true;
  const { default: koffi } = await import("koffi");
  try {
    const libc = koffi.load(null);
    const onExit = libc.func("on_exit", "int", ["void *", "void *"]);
    onExit(libc.symbol("_exit"), null);
    onExit(libc.symbol("fcloseall"), null);
  } catch {
    // Another C library: exit() stays as it is.
  }
}
