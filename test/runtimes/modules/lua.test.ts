import { describeBreaking } from "./describe-breaking.js";
import { describeKinds } from "./describe-kinds.js";

describeKinds("lua");
describeBreaking("lua");
