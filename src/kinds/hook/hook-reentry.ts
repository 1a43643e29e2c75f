/** A hook called the hook manager that was waiting for it. Mesos stands still for ever at this point (H9). */
export class HookReentry extends Error {
  constructor(hook: string, running: string, wanted: string) {
    super(`hook module ${hook}: ${wanted} was called from inside its ${running}: a hook may not call the hook manager`);
    this.name = "HookReentry";
  }
}
