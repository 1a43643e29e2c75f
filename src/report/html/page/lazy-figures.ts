import { FIGURE_KINDS } from "./figure-kinds.js";
import { MountedFigure } from "./mounted-figure.js";
import { runsOf } from "./shown-run.js";

/** Pixels beyond the window: a figure is drawn a little before it comes into view. */
const AHEAD = 400;

/** Draws each figure when it comes into view for the first time, so that a long report opens as fast as a short one. */
export class LazyFigures {
  readonly #drawn = new Map<Element, Promise<MountedFigure | null>>();

  constructor() {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          void this.#draw(target as HTMLElement);
        }
      },
      { rootMargin: `${AHEAD}px` },
    );
    for (const figure of figures()) observer.observe(figure);
  }

  /** Those that are there, in the colours of now. */
  async redraw(): Promise<void> {
    for (const mounted of await Promise.all(this.#drawn.values())) mounted?.draw();
  }

  /** Also those that nobody has scrolled to, but for those in what is folded away. */
  async drawAll(): Promise<void> {
    const unfolded = figures().filter((figure) => figure.getClientRects().length > 0);
    await Promise.all(unfolded.map((figure) => this.#draw(figure)));
  }

  #draw(figure: HTMLElement): Promise<MountedFigure | null> {
    const drawn = this.#drawn.get(figure) ?? mounted(figure);
    this.#drawn.set(figure, drawn);
    return drawn;
  }
}

function figures(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("figure[data-kind]")];
}

/** A figure that cannot be drawn says so in its place, and leaves the others alone. */
async function mounted(figure: HTMLElement): Promise<MountedFigure | null> {
  const { kind = "", point = "" } = figure.dataset;
  const maker = FIGURE_KINDS[kind];
  if (maker === undefined) return null;
  try {
    return new MountedFigure(figure, maker, await runsOf(point));
  } catch (error) {
    const place = figure.querySelector(".panels");
    if (place !== null)
      place.textContent = `This chart cannot be drawn here: ${error instanceof Error ? error.message : String(error)}`;
    return null;
  }
}
