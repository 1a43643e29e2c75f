import type { Look } from "./figure.js";

/** As many as the style sheet has of each. */
const COLOURS = 8;

/** The style sheet's colours as they are now. */
export function pageLook(): Look {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colourOf = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const marks = Array.from({ length: COLOURS }, (_, i) => colourOf(`mark-${i}`));
  const parts = Array.from({ length: COLOURS }, (_, i) => colourOf(`part-${i}`));
  const [ink, quiet, line, ground, panel] = ["ink", "quiet", "line", "ground", "panel"].map(colourOf) as [
    string,
    string,
    string,
    string,
    string,
  ];
  probe.remove();
  const hatches = new Map<string, object>();
  return {
    ...{ ink, quiet, line, ground, panel },
    markColour: (mark) => marks[mark % COLOURS] as string,
    partColour: (place) => parts[place % COLOURS] as string,
    hatch: (colour) => {
      const made = hatches.get(colour) ?? { image: hatched(colour, ground), repeat: "repeat" };
      hatches.set(colour, made);
      return made;
    },
  };
}

const TILE = 6;

/** A tile of diagonal stripes. */
function hatched(colour: string, ground: string): HTMLCanvasElement {
  const tile = document.createElement("canvas");
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext("2d");
  if (context === null) return tile;
  context.fillStyle = ground;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  for (const shift of [-TILE, 0, TILE]) {
    context.moveTo(shift, TILE);
    context.lineTo(shift + TILE, 0);
  }
  context.stroke();
  return tile;
}
