import {
  type ComparedMetric,
  type ComparisonPoint,
  isComparable,
  type Lead,
  type ScenarioComparison,
} from "../../compare/comparison.js";
import { cellText, pointTable } from "./point-table.js";
import { practicallyBest } from "./practically-best.js";
import { askedMetrics, type ShownMetric, shownMetrics } from "./shown-metrics.js";

/** What a point of a comparison says to someone who has to choose an allocator. */
export interface Answer {
  /** One sentence. */
  readonly headline: string;
  /** One for each metric that the scenario asks about. */
  readonly questions: readonly Question[];
  /** What is asked and has no better side, or nobody to rank. */
  readonly facts: readonly Fact[];
  /** Who is best in one of the questions; whoever is so in most of them first. */
  readonly choices: readonly Choice[];
}

/** What stands in place of the best where nobody is told apart, and where nobody is so by a lead that matters. */
const LEVEL = "not told apart";
const NEGLIGIBLE = "only a negligible lead";

export function undecidedText(isNegligible: boolean): string {
  return isNegligible ? NEGLIGIBLE : LEVEL;
}

export interface Question {
  /** The metric's. */
  readonly key: string;
  readonly title: string;
  /** Those of rank 1, then who is behind by a negligible lead: all who have a rank, where nothing is decided. */
  readonly best: readonly string[];
  /** Somebody has a worse rank, and is behind by more than a negligible lead. */
  readonly isDecided: boolean;
  /** Somebody is told apart, but nobody by a lead that matters. */
  readonly isNegligible: boolean;
  /** `10.2 s [9.9, 10.6]`, of the first of them. */
  readonly figure: string;
  /** How far ahead, and how sure that is; empty where the best are several. */
  readonly lead: string;
}

export interface Fact {
  readonly title: string;
  /** Of each allocator that has a value. */
  readonly figures: readonly { readonly label: string; readonly figure: string }[];
}

export interface Choice {
  readonly label: string;
  /** Titles of the questions in which it is best. */
  readonly bestIn: readonly string[];
  /** What is asked and in which it has a worse rank than another: `cpus used 58.5 %, the best 100.0 %`. */
  readonly price: readonly string[];
  /** Titles of what is not asked and in which it has a worse rank. */
  readonly alsoWorseIn: readonly string[];
}

export function answerOf(
  point: ComparisonPoint,
  scenario: Pick<ScenarioComparison, "asked">,
  metrics: Readonly<Record<string, ComparedMetric>>,
): Answer {
  const { shown } = shownMetrics(point, scenario.asked, metrics);
  const leads = new Map(pointTable(point, scenario, metrics).leads.map(({ key, text }) => [key, text]));
  const questions = askedMetrics(shown, scenario.asked, point).map((metric) => ({
    ...questionOf(metric, point),
    lead: leads.get(metric.key) ?? "",
  }));
  const choices = choicesOf(questions, shown, point);
  const unranked = shown.filter(({ key }) => scenario.asked.includes(key) && point.leads[key] === undefined);
  const facts = unranked.map((metric) => factOf(metric, point));
  return { headline: headline({ questions, facts, choices }, point), questions, facts, choices };
}

function questionOf(metric: ShownMetric, point: ComparisonPoint): Omit<Question, "lead"> {
  const lead = point.leads[metric.key] as Lead;
  const best = practicallyBest(lead);
  const isDecided = point.cells.some(({ label }) => isWorse(metric.key, label, point));
  return {
    key: metric.key,
    title: metric.title,
    best,
    isDecided,
    isNegligible: !isDecided && lead.negligiblyBehind.length > 0,
    figure: figureOf(metric, best[0], point),
  };
}

function figureOf(metric: ShownMetric, label: string | undefined, { cells }: ComparisonPoint): string {
  return cellText(metric, cells.find((cell) => cell.label === label)?.metrics[metric.key]);
}

function choicesOf(questions: readonly Question[], shown: readonly ShownMetric[], point: ComparisonPoint): Choice[] {
  const decided = questions.filter(({ isDecided }) => isDecided);
  const choices = point.cells.map(({ label }) => ({
    label,
    bestIn: decided.filter(({ best }) => best.includes(label)).map(({ title }) => title),
    price: decided.flatMap(({ key, best }) => {
      const metric = shown.find((candidate) => candidate.key === key) as ShownMetric;
      return best.includes(label) ? [] : priceOf(metric, label, best[0], point);
    }),
    alsoWorseIn: shown
      .filter(({ key }) => !questions.some((question) => question.key === key) && isWorse(key, label, point))
      .map(({ title }) => title),
  }));
  return choices.filter(({ bestIn }) => bestIn.length > 0).sort((a, b) => b.bestIn.length - a.bestIn.length);
}

/** Nothing where it has no value, or takes no part in the ranks. */
function priceOf(metric: ShownMetric, label: string, best: string | undefined, point: ComparisonPoint): string[] {
  const [own, least] = [label, best].map((of) => meanOf(metric, of, point));
  // Written alike, a difference says nothing to someone who has to choose.
  if (own === null || least === null || own === least || !isWorse(metric.key, label, point)) return [];
  return [`${metric.title} ${own}, the best ${least}`];
}

function meanOf({ key, write }: ShownMetric, label: string | undefined, { cells }: ComparisonPoint): string | null {
  const summary = cells.find((cell) => cell.label === label)?.metrics[key]?.summary;
  return summary !== undefined && isComparable(summary) ? write(summary.mean) : null;
}

/** By its rank, and by more than a negligible lead. */
function isWorse(key: string, label: string, { cells, leads }: ComparisonPoint): boolean {
  if (leads[key]?.negligiblyBehind.includes(label)) return false;
  return (cells.find((cell) => cell.label === label)?.metrics[key]?.rank ?? 1) > 1;
}

function factOf(metric: ShownMetric, point: ComparisonPoint): Fact {
  const figures = point.cells.map(({ label }) => ({ label, figure: meanOf(metric, label, point) }));
  return {
    title: metric.title,
    figures: figures.flatMap(({ label, figure }) => (figure === null ? [] : [{ label, figure }])),
  };
}

/** `tasks.running user-1: drf 5, asset fairness 6` */
function factText({ title, figures }: Fact): string {
  return `${title}: ${figures.map(({ label, figure }) => `${label} ${figure}`).join(", ")}`;
}

/** As many facts as a sentence can hold. */
const TOLD_FACTS = 2;

function headline({ questions, facts, choices }: Omit<Answer, "headline">, { cells }: ComparisonPoint): string {
  const whole = cells.filter(({ status }) => status === "ok").map(({ label }) => label);
  if (whole.length === 0) return "No answer: each allocator failed or was skipped.";
  if (whole.length === 1) return `Only ${whole[0]} ran to the end: there is nobody to compare it with.`;
  if (questions.length === 0 && facts.length === 0) return "No answer: no metric can be ranked.";
  if (questions.length === 0) return `Nothing to rank. ${facts.slice(0, TOLD_FACTS).map(factText).join("; ")}.`;
  if (choices.length === 0) return `${sentence(undecided(questions, LEVEL))}: ${whole.join(", ")}.`;
  const decided = questions.filter(({ isDecided }) => isDecided);
  const best = choices.filter(({ bestIn }) => bestIn.length === decided.length).map(({ label }) => label);
  const level = undecided(questions, "nobody is told apart")
    .map((text) => `; ${text}`)
    .join("");
  if (best.length > 0) return `${best.join(", ")}: best in ${titles(decided)}${level}.`;
  return `A trade: ${tradeText(decided)}${level}.`;
}

/** `nobody is told apart in makespan`, `only a negligible lead in cpus used`; nothing where all are decided. */
function undecided(questions: readonly Question[], notTold: string): string[] {
  const negligible = questions.filter(({ isNegligible }) => isNegligible);
  const level = questions.filter(({ isDecided, isNegligible }) => !isDecided && !isNegligible);
  return [
    ...(level.length === 0 ? [] : [`${notTold} in ${titles(level)}`]),
    ...(negligible.length === 0 ? [] : [`${NEGLIGIBLE} in ${titles(negligible)}`]),
  ];
}

/** `held back for wait.p95 prod; builtin, lua for cpus used` */
function tradeText(decided: readonly Question[]): string {
  const groups = new Map<string, Question[]>();
  for (const question of decided) {
    const labels = question.best.join(", ");
    groups.set(labels, [...(groups.get(labels) ?? []), question]);
  }
  return [...groups].map(([labels, of]) => `${labels} for ${titles(of)}`).join("; ");
}

/** `not told apart in makespan`, ... -> `Not told apart in makespan, ...` */
function sentence(parts: readonly string[]): string {
  const text = parts.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function titles(questions: readonly Question[]): string {
  return questions.map(({ title }) => title).join(", ");
}
