export type { FunctionIdentity, ModuleHeader } from "../kinds/module-header.js";
