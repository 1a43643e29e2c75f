import type { AllocatorScript, ExtraTrigger } from "./allocator-script.js";
import { Cluster, setCandidates } from "./cluster.js";
import { Decisions } from "./mirror/decisions.js";
import { MirrorParts } from "./mirror/parts.js";
import { makeReturnedOffers } from "./returned-offers.js";
import { shown } from "./script-values.js";
import type { NewResourceKey, Setup } from "./setup.js";
import { WireReader } from "./wire-reader.js";
import { WireWriter } from "./wire-writer.js";

const EXTRA_TRIGGERS: readonly ExtraTrigger[] = ["recoverResources", "requestResources"];

/** What is there once the host has told who is in the run. */
interface Running {
  readonly parts: MirrorParts;
  readonly cluster: Cluster;
  readonly decisions: Decisions;
  readonly reader: WireReader;
  readonly writer: WireWriter;
}

/** Runs a script behind the wire: what the host calls a guest, for scripts in TypeScript and JavaScript. */
export class ScriptGuest {
  readonly #script: AllocatorScript;
  #running: Running | null = null;

  constructor(script: AllocatorScript) {
    this.#script = script;
  }

  setup(setup: Setup): readonly ExtraTrigger[] {
    const script = this.#script;
    const parts = new MirrorParts(setup);
    const { mirror, books } = parts;
    const decisions = new Decisions(mirror, books);
    const cluster = new Cluster(parts, decisions, setup.parameters);
    const listener = typeof script.onEvent === "function" ? script.onEvent.bind(script, cluster) : null;
    const reader = new WireReader(parts, listener);
    this.#running = { parts, cluster, decisions, reader, writer: new WireWriter(mirror) };
    return triggersOf(script);
  }

  addResourceKeys(keys: readonly NewResourceKey[]): void {
    this.#started.parts.mirror.addResourceKeys(keys);
  }

  /** @param length of what stands in the input: the rest of it is old */
  decide(input: Float64Array, length: number = input.length): Float64Array {
    const { parts, cluster, decisions, reader, writer } = this.#started;
    setCandidates(cluster, [], []);
    const named = reader.read(input, length);
    const { candidates } = parts;
    if (named === null) setCandidates(cluster, candidates.all(), null);
    else {
      const agents = named.map((id) => cluster.agents[id]!);
      setCandidates(cluster, candidates.among(named), agents);
    }
    decisions.isOpen = true;
    makeReturnedOffers(this.#script.decide(cluster), this.#script, (request) => {
      decisions.offer(request.subscription, request.agent, request.resources, request);
    });
    decisions.isOpen = false;
    const output = writer.write(decisions);
    decisions.clear();
    return output;
  }

  /** The texts that the last answer refers to. */
  takeTexts(): readonly string[] {
    return this.#started.writer.texts;
  }

  close(): void {
    this.#running = null;
  }

  get #started(): Running {
    if (this.#running === null) throw new Error("the allocator is asked before its set-up, or after its end");
    return this.#running;
  }
}

function triggersOf({ triggers = [] }: AllocatorScript): readonly ExtraTrigger[] {
  if (!Array.isArray(triggers)) throw new Error(`triggers are ${shown(triggers)}, not a list`);
  const wrong = triggers.find((trigger) => !EXTRA_TRIGGERS.includes(trigger));
  if (wrong === undefined) return triggers;
  throw new Error(`triggers hold ${shown(wrong)}: there are ${EXTRA_TRIGGERS.join(" and ")}`);
}
