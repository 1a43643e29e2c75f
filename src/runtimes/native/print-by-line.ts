import koffi from "koffi";

const LINE_BUFFERED = 1; // _IOLBF
const BUFFER_BYTES = 1024;

let done = false;

/**
 * Lets the C library write out each line that native code prints when it ends. It would keep a page of them where stdout is no
 * terminal, and they would be lost with a process that crashes.
 */
export function printByLine(): void {
  // Only glibc's names and numbers are known here.
  if (done || process.platform !== "linux") return;
  done = true;
  try {
    const libc = koffi.load(null);
    const stdout = koffi.decode(libc.symbol("stdout"), "void *") as bigint;
    libc.func("setvbuf", "int", ["void *", "void *", "int", "size_t"])(stdout, null, LINE_BUFFERED, BUFFER_BYTES);
  } catch {
    // Another C library: its prints come when it likes.
  }
}
