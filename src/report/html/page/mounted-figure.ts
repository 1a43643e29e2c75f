import { init } from "./charts.js";
import type { Choice, Chosen, Figure, FigureMaker, FigureTable, LegendEntry, Panel } from "./figure.js";
import { labelOf } from "./label-element.js";
import { pageLook } from "./page-look.js";
import type { ShownRun } from "./shown-run.js";

type Chart = ReturnType<typeof init>;

/** A figure in its element: drawn, and drawn again when colours or what is chosen change. */
export class MountedFigure {
  readonly #element: HTMLElement;
  readonly #maker: FigureMaker;
  readonly #runs: readonly ShownRun[];
  #chosen: Chosen = {};
  #charts: Chart[] = [];

  constructor(element: HTMLElement, maker: FigureMaker, runs: readonly ShownRun[]) {
    this.#element = element;
    this.#maker = maker;
    this.#runs = runs;
    new ResizeObserver(() => {
      for (const chart of this.#charts) chart.resize();
    }).observe(this.#part("panels"));
    this.#tableFolder().addEventListener("toggle", () => this.#fillTable());
    this.draw();
  }

  draw(): void {
    const figure = this.#figure();
    this.#drawChoices(figure.choices);
    this.#part("legend").replaceChildren(...figure.legend.map(legendItem));
    for (const chart of this.#charts) chart.dispose();
    const places = figure.panels.map(panelElement);
    this.#part("panels").classList.toggle("several", figure.panels.length > 1);
    this.#part("panels").replaceChildren(...places.map(({ panel }) => panel));
    this.#charts = figure.panels.map(({ option }, i) => {
      const chart = init((places[i] as PanelElement).plot);
      chart.setOption(option);
      return chart;
    });
    this.#element.dataset.drawn = "";
    this.#fillTable();
  }

  #figure(): Figure {
    return this.#maker(this.#runs, this.#chosen, pageLook());
  }

  /** The same elements stay as long as there is the same to choose, so that the keyboard's focus stays, too. */
  #drawChoices(choices: readonly Choice[]): void {
    const place = this.#part("controls");
    const told = JSON.stringify(choices);
    if (place.dataset.choices === told) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.choice;
    place.dataset.choices = told;
    place.replaceChildren(...choices.map((choice) => this.#choiceElement(choice)));
    if (focused !== undefined) place.querySelector<HTMLElement>(`[data-choice="${focused}"]`)?.focus();
  }

  #choiceElement({ name, title, options }: Choice): HTMLElement {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.dataset.choice = name;
    select.append(...options.map(({ value, text }) => new Option(text, value, false, value === this.#chosen[name])));
    select.addEventListener("change", () => {
      this.#chosen = { ...this.#chosen, [name]: select.value };
      this.draw();
    });
    label.append(`${title} `, select);
    return label;
  }

  #fillTable(): void {
    const folder = this.#tableFolder();
    if (folder.open) folder.querySelector(".wide")?.replaceChildren(tableElement(this.#figure().table));
  }

  #tableFolder(): HTMLDetailsElement {
    return this.#part("as-table") as HTMLDetailsElement;
  }

  #part(name: string): HTMLElement {
    return this.#element.querySelector(`.${name}`) as HTMLElement;
  }
}

interface PanelElement {
  readonly panel: HTMLElement;
  readonly plot: HTMLElement;
}

function panelElement({ run, height, summary }: Panel): PanelElement {
  const panel = document.createElement("div");
  panel.className = "panel";
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.style.height = `${height}px`;
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", summary);
  const words = document.createElement("p");
  words.className = "hint summary";
  words.setAttribute("aria-hidden", "true");
  words.textContent = summary.replace(run === null ? "" : `${run.label}: `, "");
  panel.append(...(run === null ? [] : [labelOf(run)]), plot, words);
  return { panel, plot };
}

function legendItem({ text, colour, kind }: LegendEntry): HTMLElement {
  const item = document.createElement("li");
  const sign = document.createElement("span");
  sign.className = `sign ${kind}`;
  sign.style.color = colour;
  sign.setAttribute("aria-hidden", "true");
  item.append(sign, text);
  return item;
}

function tableElement({ head, rows }: FigureTable): HTMLTableElement {
  const table = document.createElement("table");
  const headRow = table.createTHead().insertRow();
  for (const title of head) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = title;
    headRow.append(cell);
  }
  const body = table.createTBody();
  for (const [name, ...values] of rows) {
    const row = body.insertRow();
    const first = document.createElement("th");
    first.scope = "row";
    first.textContent = name ?? "";
    row.append(first);
    for (const value of values) row.insertCell().textContent = value;
  }
  return table;
}
