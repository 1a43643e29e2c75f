import { basename, dirname, extname, resolve } from "node:path";
import { languageOf } from "../allocator/language.js";
import { BadInput, type Complaint, formatComplaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";
import { AxisDocument, type PlacedComplaint, type ScenarioAxis } from "./axes/axis-document.js";
import type { SetFlag } from "./axes/set-flags.js";
import { type ClusterVariant, ClusterVariants } from "./cluster-variants.js";
import { checkControl, withControl } from "./control.js";
import { Cursor } from "./document/cursor.js";
import { Defects, showValue } from "./document/defects.js";
import type { PlacedDocument } from "./document/placed-document.js";
import { readTextFile } from "./document/read-text-file.js";
import { readYaml } from "./document/read-yaml.js";
import { hashedDocument } from "./hashed-document.js";
import { type LoadedModules, readLoadedModules } from "./modules/scenario-modules.js";
import { allocatorFlags, withFlagParameters } from "./parameters/allocator-parameters.js";
import { declaredParameters } from "./parameters/declared-parameters.js";
import { substitute } from "./parameters/substitution.js";
import type { KnownNames } from "./resolve/known-names.js";
import { type AllocatorEntry, areLabelsReadable, readAllocatorEntries } from "./rows/allocator-entries.js";
import type { Builtins } from "./rows/allocator-reference.js";
import { type ChosenAllocator, chooseFlagged, chooseListed } from "./rows/chosen-allocators.js";
import { readExpectations } from "./rows/expectations.js";
import type { RunLimits, Scenario, ScenarioRow } from "./scenario.js";
import { checkAgainstSchema } from "./schema/schema-defects.js";
import type { ImportedTrace } from "./traces/imported-trace.js";

export interface LoadOptions {
  readonly builtins: Builtins;
  /** Reads the names of the modules that a scenario loads: they stand for allocators, too. */
  readonly moduleNames?: (modules: LoadedModules) => Iterable<string>;
  /** Names of all metrics, without `{role=...}`. */
  readonly knownMetrics: ReadonlySet<string>;
  /** `--allocator`, in order; when there are any they replace the scenario's list. */
  readonly allocators?: readonly string[];
  /** `--seed`: an integer in [0, 2^32); goes before the scenario's. */
  readonly seed?: number;
  /** `--param KEY=VALUE` */
  readonly params?: Readonly<Record<string, string>>;
  /** `--control`: the scenario's control is merged in. */
  readonly control?: boolean;
  /** `--set KEY=V1,V2`; goes before what the scenario has there. */
  readonly sets?: readonly SetFlag[];
  /** What flags say about limits; goes before the scenario. */
  readonly limits?: Partial<RunLimits>;
  /** Size limit of the scenario file. */
  readonly maxBytes?: number;
  /** What relative paths in flags start from. */
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Nothing is wrong with a scenario but that its parameters have no values: the data that it needs was not given. */
export class MissingValues extends BadInput {}

export const DEFAULT_MAX_BYTES = 10 * 1024 ** 2;
/** The seed of a scenario that names none: fixed, so that it gives the same run everywhere. */
const DEFAULT_SEED = 1;
const FORMAT_VERSION = 1;
/** A file that is wrong throughout would fill the screen. */
const MOST_COMPLAINTS = 200;

/**
 * Reads a scenario file, checks it and resolves it: parameters put in, overrides merged, traces imported, random numbers
 * drawn. Nothing of it has been run and no allocator's code was touched.
 *
 * @param path as the user gave it; complaints name it so
 * @throws BadInput with everything that is wrong; several values for one are
 */
export async function loadScenario(path: string, options: LoadOptions): Promise<Scenario> {
  return new ScenarioSource(path, options).only();
}

/** A scenario file, read once. It can be resolved at every combination of values that its axes have, and with any seed. */
export class ScenarioSource {
  /** As the file has it, or after its file: parameters may still be to be put in. */
  readonly name: string;
  /** What takes several values in turn; the seed is not among them. */
  readonly axes: readonly ScenarioAxis[];
  /** What the scenario lists under `seed`; null when it lists none. */
  readonly seeds: readonly unknown[] | null;
  readonly #options: LoadOptions;
  readonly #document: AxisDocument;
  /** Traces that were read without a complaint: they depend on no seed. */
  readonly #traces = new Map<string, ImportedTrace>();

  /** @throws BadInput when the file cannot be read as YAML, is of another format version, or lacks the control asked for */
  constructor(path: string, options: LoadOptions) {
    const { sets = [], params = {}, allocators = [], control = false } = options;
    const written = readDocument(path, options.maxBytes ?? DEFAULT_MAX_BYTES);
    const placed = control ? withControl(written) : written;
    this.#options = options;
    this.name = new Cursor(placed.value, [], new Defects()).get("name").text ?? basename(path, extname(path));
    this.#document = new AxisDocument(placed, { sets, params: Object.keys(params), allocators });
    this.axes = this.#document.axes;
    this.seeds = this.#document.seeds?.values ?? null;
  }

  /**
   * @param point an index into the values of each axis
   * @param seed absent: that of the options, else the scenario's own
   * @throws BadInput with everything that is wrong at this point
   */
  resolve(point: readonly number[], seed?: number): Scenario {
    return this.#resolve(point, seed, []);
  }

  /** The scenario when it leaves no choice. @throws BadInput when it does, and with everything else that is wrong */
  only(): Scenario {
    const { seeds } = this.#document;
    const open = seeds === null || this.#options.seed !== undefined ? this.axes : [seeds, ...this.axes];
    const refusals = open.map((axis) => this.#document.refusal(axis));
    return this.#resolve(
      this.axes.map(() => 0),
      undefined,
      refusals,
    );
  }

  #resolve(point: readonly number[], seed: number | undefined, refusals: readonly PlacedComplaint[]): Scenario {
    const placed = this.#document.at(point, seed);
    const defects = new Defects();
    defects.elsewhere.push(...this.#document.complaints);
    const scenario = resolveScenario(placed, defects, this.#options, this.#traces);
    if (defects.none && refusals.length === 0) return scenario;
    const complaints = placeComplaints(placed, defects, refusals);
    throw defects.lacksValuesOnly && refusals.length === 0 ? new MissingValues(complaints) : new BadInput(complaints);
  }
}

const NOT_A_SCENARIO = {
  rule: "is an allocator, not a scenario file",
  nextStep: "name a scenario, and this file in --allocator",
};

function readDocument(path: string, maxBytes: number): PlacedDocument {
  const text = readTextFile(path, {
    what: "a scenario file",
    whenMissing: "check the path",
    maxBytes,
    whenTooLarge: "write it shorter (count: N repeats agents and frameworks), or raise the limit",
  });
  if (languageOf(path) !== undefined) throw new BadInput([{ place: path, ...NOT_A_SCENARIO }]);
  const placed = readYaml(path, text);
  checkVersion(placed);
  return placed;
}

/** Comes before everything else: a later format may mean other things by the same keys. */
function checkVersion(placed: PlacedDocument): void {
  const refuse = (rule: string, nextStep: string, value?: string) => {
    const path = value === undefined ? [] : ["scenario"];
    return new BadInput([
      placed.complaint({ path, on: "value", rule, nextStep, ...(value === undefined ? {} : { value }) }),
    ]);
  };
  const root = new Cursor(placed.value, [], new Defects());
  if (!root.isMap) throw refuse("a scenario is a map of keys and values", `begin it with scenario: ${FORMAT_VERSION}`);
  const version = root.get("scenario");
  if (!version.present)
    throw refuse("a scenario needs its format version", `begin it with scenario: ${FORMAT_VERSION}`);
  if (version.value === FORMAT_VERSION) return;
  const rule = `this program reads format version ${FORMAT_VERSION}`;
  throw refuse(rule, `write scenario: ${FORMAT_VERSION}, or update the program`, showValue(version.value));
}

function resolveScenario(
  placed: PlacedDocument,
  defects: Defects,
  options: LoadOptions,
  knownTraces: Map<string, ImportedTrace>,
): Scenario {
  const params = options.params ?? {};
  const written = new Cursor(placed.value, [], defects);
  const sources = { flags: params, environment: options.environment ?? process.env };
  const parameters = declaredParameters(written.get("parameters"), sources);
  const { document, faulty } = substitute(placed.value, parameters, defects);
  checkAgainstSchema(document, defects);
  const root = new Cursor(document, [], defects);
  const file = resolve(placed.file);
  const seed = options.seed ?? root.get("seed").number ?? DEFAULT_SEED;
  const entries = readAllocatorEntries(root.get("allocators"));
  const modules = readLoadedModules(root, placed, dirname(file));
  const names = new Set([...options.builtins.names, ...(options.moduleNames?.(modules) ?? [])]);
  const chosen = chooseAllocators(root, entries, file, { ...options, builtins: { ...options.builtins, names } });
  const settings = { seed, folder: dirname(file), limits: options.limits ?? {}, knownTraces };
  const variants = new ClusterVariants(root, placed, faulty, settings);
  const resolved = resolveRows(chosen, entries, variants, params, defects);
  const clusters = [variants.base, ...resolved.map(({ variant }) => variant)];
  const expectations = readExpectations(root.get("expect"), {
    metrics: options.knownMetrics,
    roles: union(clusters.map(({ roles }) => roles)),
    frameworks: union(clusters.map(({ frameworks }) => frameworks)),
    labels: areLabelsReadable(root.get("allocators"))
      ? new Set([...entries, ...chosen].map(({ label }) => label))
      : null,
    running: chosen.map(({ label }) => label),
  });
  checkControl(root.get("control"), expectations, variants);
  const rows = resolved.map(({ row }) => row);
  return {
    name: root.get("name").text ?? basename(file, extname(file)),
    file,
    seed,
    rows,
    expectations,
    modules,
    notes: notesOf(variants.base, resolved),
    document: hashedDocument(document, seed, chosen, rows, variants.traceDigests),
  };
}

function chooseAllocators(
  root: Cursor,
  entries: readonly AllocatorEntry[],
  scenarioFile: string,
  options: LoadOptions,
): ChosenAllocator[] {
  const flags = options.allocators ?? [];
  if (flags.length === 0) return chooseListed(entries, root.get("allocators").present, scenarioFile, options.builtins);
  const places = { scenarioFile, cwd: options.cwd ?? process.cwd() };
  return chooseFlagged(flags, entries, places, options.builtins, root.defects.elsewhere);
}

interface ResolvedRow {
  readonly row: ScenarioRow;
  readonly variant: ClusterVariant;
}

function resolveRows(
  chosen: readonly ChosenAllocator[],
  entries: readonly AllocatorEntry[],
  variants: ClusterVariants,
  params: Readonly<Record<string, string>>,
  defects: Defects,
): ResolvedRow[] {
  const labels = [...new Set([...chosen, ...entries].map(({ label }) => label))];
  const flags = allocatorFlags(params, labels);
  for (const name of flags.unknown) complainOfLabel(name, labels, defects.elsewhere);
  return chosen.map(({ label, entry, use }) => {
    const variant = entry === null ? variants.base : variants.overridden(entry.cursor.get("overrides"));
    const own = flags.known.filter((flag) => flag.label === label);
    const parameters = withFlagParameters(entry?.parameters ?? {}, own);
    return {
      variant,
      row: { label, use, parameters, plan: variant.plan, limits: variant.limits, modules: variant.modules },
    };
  });
}

function complainOfLabel(name: string, labels: readonly string[], complaints: Complaint[]): void {
  const meant = nearest(name.slice(0, name.lastIndexOf(".")), labels);
  const nextStep =
    meant === undefined ? `the labels are ${labels.join(", ")}` : `did you mean ${JSON.stringify(meant)}?`;
  complaints.push({ place: "--param", value: name, rule: "no allocator has the label before the dot", nextStep });
}

/** The names of all clusters together: an expectation may be about a role that only one row has. */
function union(names: readonly KnownNames[]): KnownNames {
  return names.includes(null) ? null : new Set(names.flatMap((known) => [...(known ?? [])]));
}

function notesOf(base: ClusterVariant, rows: readonly ResolvedRow[]): string[] {
  const own = rows.flatMap(({ row, variant }) =>
    variant.notes.filter((note) => !base.notes.includes(note)).map((note) => `${row.label}: ${note}`),
  );
  return [...base.notes, ...own];
}

/** What is wrong outside the file first, then the file from top to bottom. */
function placeComplaints(placed: PlacedDocument, defects: Defects, refusals: readonly PlacedComplaint[]): Complaint[] {
  const found = defects.found.map((defect): PlacedComplaint => {
    return { offset: placed.offset(defect.path, defect.on), complaint: placed.complaint(defect) };
  });
  const inFile = [...refusals, ...found].sort((a, b) => a.offset - b.offset).map(({ complaint }) => complaint);
  // One value that several aliases repeat is one line.
  const all = [
    ...new Map([...defects.elsewhere, ...inFile].map((complaint) => [formatComplaint(complaint), complaint])).values(),
  ];
  if (all.length <= MOST_COMPLAINTS) return all;
  const rule = `at least ${all.length - MOST_COMPLAINTS} more complaints`;
  return [
    ...all.slice(0, MOST_COMPLAINTS),
    { place: placed.file, rule, nextStep: "mend the first ones, then look again" },
  ];
}
