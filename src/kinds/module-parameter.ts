/** One `key=value` for a module's create(), as the manifest or the caller gave it: order and repeated keys are kept (M28). */
export interface ModuleParameter {
  readonly key: string;
  readonly value: string;
}
