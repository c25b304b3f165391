/** Pictures of the plots as files. */

import { fileText, painted, type Palette } from "./render.js";
import { TONES, type Picture } from "./scene.js";

/** A plot in a page: `<brightline-map>` or `<brightline-line>`. */
export interface Pictured extends HTMLElement {
  /** Its picture with title and source; `null` before it has data. */
  exportPicture(): Picture | null;
}

/** The plot as a file of its own: colours as they are now, title and description, source, date and version below. */
export function svgText(plot: Pictured): string {
  const picture = plot.exportPicture();
  return picture ? fileText(picture, paletteOf(plot)) : "";
}

/** The plot as a PNG, `scale` times as large as on the page; `null` where there is nothing yet, or no canvas of that size. */
export async function pngBlob(plot: Pictured, scale = 2): Promise<Blob | null> {
  const picture = plot.exportPicture();
  if (!picture) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.scale(scale, scale);
  painted(picture, paletteOf(plot), context);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** The colours as they are shown, in a notation that every reader of SVG knows. */
function paletteOf(plot: HTMLElement): Palette {
  const probe = document.createElement("span");
  (plot.shadowRoot ?? plot).append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const palette = Object.fromEntries(TONES.map((tone) => {
    probe.style.color = `var(--_${tone})`;
    const colour = getComputedStyle(probe).color;
    if (!context) return [tone, colour];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [tone, `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`];
  }));
  probe.remove();
  return palette as Palette;
}
