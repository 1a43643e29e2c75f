/** Module code answered with something that is no result of that hook method. It ends the module's row, as an illegal decision does. */
export class IllegalHookResult extends Error {
  constructor(hook: string, method: string, defect: string) {
    super(`hook module ${hook}: illegal result of ${method}: ${defect}`);
    this.name = "IllegalHookResult";
  }
}
