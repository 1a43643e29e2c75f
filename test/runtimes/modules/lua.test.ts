import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { describeBreaking } from "./describe-breaking.js";
import { describeKinds } from "./describe-kinds.js";

for (const engine of LUA_ENGINES) {
  describeKinds("lua", engine);
  describeBreaking("lua", engine);
}
