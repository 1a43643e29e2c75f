import { describeBreaking } from "./describe-breaking.js";
import { describeKinds } from "./describe-kinds.js";

describeKinds("javascript");
describeBreaking("javascript");
