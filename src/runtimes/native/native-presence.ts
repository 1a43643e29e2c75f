let isHere = false;

/** To be called before a library is opened. */
export function noteNativeCode(): void {
  isHere = true;
}

/** Whether this process has any native code of others: it can print past the host. */
export function isNativeCodeHere(): boolean {
  return isHere;
}
