import { cyclesFigure } from "./cycles-figure.js";
import { distributionFigure } from "./distribution-figure.js";
import type { FigureMaker } from "./figure.js";
import { ganttFigure } from "./gantt-figure.js";
import { pendingFigure, scriptFigure } from "./lines-figure.js";
import { offersFigure } from "./offers-figure.js";
import { sharesFigure } from "./shares-figure.js";
import { utilisationFigure } from "./utilisation-figure.js";

/** By `data-kind` of the figure's element. */
export const FIGURE_KINDS: Readonly<Record<string, FigureMaker>> = {
  utilisation: utilisationFigure,
  shares: sharesFigure,
  pending: pendingFigure,
  distribution: distributionFigure,
  gantt: ganttFigure,
  offers: offersFigure,
  cycles: cyclesFigure,
  script: scriptFigure,
};
