import { nearest } from "../../base/nearest.js";
import type { Cursor } from "../document/cursor.js";
import type { KnownNames } from "./known-names.js";

/** The name of an agent of the scenario; undefined when it is absent or wrong (then with a complaint). */
export function readAgentName(name: Cursor, agents: KnownNames): string | undefined {
  if (name.text === undefined || agents === null || agents.has(name.text)) return name.text;
  const meant = nearest(name.text, agents);
  const nextStep = meant === undefined ? "name one of the agents" : `did you mean ${JSON.stringify(meant)}?`;
  name.complain("the scenario has no such agent", nextStep);
  return undefined;
}
