import { randomStream } from "../../base/random.js";
import type { Micros } from "../../base/time.js";
import type { AcceptancePlan, AgentPlan, CharacterPlan, HoardingPlan } from "../../cluster/plan.js";
import { DEFAULT_ROLE } from "../../cluster/role-name.js";
import type { Cursor } from "../document/cursor.js";
import { LONGEST_DURATION } from "../scenario.js";
import { readAgentName } from "./agent-reference.js";
import { drawing, readDraw } from "./draw.js";
import { readDuration, readDurationOrNone, readPositiveDuration } from "./duration-value.js";
import type { KnownNames } from "./known-names.js";
import { readPlainResources } from "./resources-value.js";

/** So many decision times are drawn before the run; a framework that decides more often goes through them again. */
const DRAWN_DECISIONS = 1000;

/** The agents of the scenario. */
export interface KnownAgents {
  readonly plans: readonly AgentPlan[];
  readonly names: KnownNames;
}

interface CharacterContext {
  readonly seed: number;
  readonly agents: KnownAgents;
}

/** What the keys decisionTime, accepts, hoards, reserves and revives say; undefined when none of them is there. */
export function readCharacter(
  framework: Cursor,
  name: string,
  { seed, agents }: CharacterContext,
): CharacterPlan | undefined {
  const decisionTimes = readDecisionTimes(framework.get("decisionTime"), name, seed);
  const accepts = readAcceptance(framework.get("accepts"), agents);
  const hoards = readHoarding(framework.get("hoards"));
  const reserves = readReserves(framework);
  const revivesEvery = readPositiveDuration(framework.get("revives").get("every"));
  const character = {
    ...(decisionTimes === undefined ? {} : { decisionTimes }),
    ...(accepts === undefined ? {} : { accepts }),
    ...(hoards === undefined ? {} : { hoards }),
    ...(reserves ? { reserves } : {}),
    ...(revivesEvery === undefined ? {} : { revivesEvery }),
  };
  return Object.keys(character).length === 0 ? undefined : character;
}

/** Drawn from a stream of its own. */
function readDecisionTimes(time: Cursor, framework: string, seed: number): Float64Array | undefined {
  const draw = readDraw(time, readDuration);
  if (draw === undefined) return undefined;
  if (draw.kind === "constant") return draw.value === 0 ? undefined : Float64Array.of(draw.value);
  if (draw.kind === "listed") return Float64Array.from(draw.values);
  const next = drawing(draw, randomStream(seed, `framework ${framework}: decision times`), LONGEST_DURATION);
  return Float64Array.from({ length: DRAWN_DECISIONS }, next);
}

function readAcceptance(accepts: Cursor, agents: KnownAgents): AcceptancePlan | undefined {
  if (!accepts.isMap) return undefined;
  return {
    atLeast: readPlainResources(accepts.get("atLeast")) ?? [],
    agents: readAcceptedAgents(accepts, agents),
    afterDeclining: accepts.get("afterDeclining").number ?? 0,
  };
}

/** Both keys name agents: by name, and by what they are. */
function readAcceptedAgents(accepts: Cursor, { plans, names }: KnownAgents): readonly string[] | null {
  const listed = accepts.get("agents");
  const attributes = accepts.get("attributes");
  if (!listed.present && !attributes.present) return null;
  const wanted = listed.items.flatMap((agent) => readAgentName(agent, names) ?? []);
  const alike = plans.filter((agent) => attributes.entries.every(([key, { text }]) => hasAttribute(agent, key, text)));
  if (attributes.present && alike.length === 0 && names !== null) {
    attributes.complain("no agent of the scenario has these attributes", "name attributes that some agents have");
  }
  const accepted = alike.map(({ name }) => name);
  return listed.present ? accepted.filter((name) => wanted.includes(name)) : accepted;
}

/** As an offer constraint's `equals`: the first attribute of the name, and it is this text. */
function hasAttribute({ profile }: AgentPlan, name: string, text: string | undefined): boolean {
  const first = profile?.attributes.find((attribute) => attribute.name === name);
  return first?.kind === "text" && first.value === text;
}

function readHoarding(hoards: Cursor): HoardingPlan | undefined {
  if (!hoards.isMap) return undefined;
  const duration: Micros | null = readDurationOrNone(hoards.get("for")) ?? null;
  const upTo = hoards.get("upTo");
  return { duration, upTo: upTo.present ? (readPlainResources(upTo) ?? []) : null };
}

function readReserves(framework: Cursor): boolean {
  const reserves = framework.get("reserves");
  if (reserves.boolean !== true) return false;
  if (framework.get("roles").items.some(({ text }) => text === DEFAULT_ROLE)) {
    reserves.complain(`nothing can be reserved for the role ${DEFAULT_ROLE}`, "give the framework a role of its own");
  }
  return true;
}
