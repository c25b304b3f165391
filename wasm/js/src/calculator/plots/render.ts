/** A picture as SVG in a page, as the text of an SVG file, and on a canvas. */

import { nothing, svg, type SVGTemplateResult } from "lit";
import { FONT, HATCHING, round, type Picture, type Shape, type TextShape, type Tone } from "./scene.js";

/** How shapes are drawn in a page. */
export interface Drawing {
  /** Of the ids of patterns, so that two plots on a page do not share them. */
  readonly prefix: string;
  /** The attributes of what can be focused. */
  readonly tabindex: (key: string) => 0 | -1;
  /** Whether what can be focused can also be pressed. */
  readonly pressed: (key: string) => boolean;
}

/** The shapes of a picture, within an `<svg>`. */
export function drawn(picture: Picture, drawing: Drawing): SVGTemplateResult {
  return svg`<defs>
    <pattern id="${drawing.prefix}hatch" width=${HATCHING} height=${HATCHING} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="s-hatch" d="M0 0V${HATCHING}" stroke-width="2.4"></path>
    </pattern></defs>${shapes(picture.shapes, drawing, "0")}`;
}

function shapes(list: readonly Shape[], drawing: Drawing, place: string): SVGTemplateResult[] {
  return list.map((shape, at) => shapeOf(shape, drawing, `${place}-${at}`));
}

function shapeOf(shape: Shape, drawing: Drawing, place: string): SVGTemplateResult {
  const target = shape.kind === "circle" || shape.kind === "text" ? shape.target : undefined;
  const role = target ? (drawing.pressed(target.key) ? "button" : "img") : nothing;
  switch (shape.kind) {
    case "path": {
      const fill = shape.fill === undefined ? "f-none" : shape.fill === "hatched" ? "" : `f-${shape.fill}`;
      return svg`<path class="${fill}${shape.stroke ? ` s-${shape.stroke}` : ""}" d=${shape.d}
        fill=${shape.fill === "hatched" ? `url(#${drawing.prefix}hatch)` : nothing} fill-opacity=${shape.opacity ?? nothing}
        stroke-width=${shape.width ?? nothing} stroke-dasharray=${shape.dash ?? nothing} data-verdict=${shape.verdict ?? nothing}></path>`;
    }
    case "circle":
      return svg`<circle class="f-${shape.fill} s-${shape.stroke}" cx=${round(shape.x)} cy=${round(shape.y)} r=${shape.radius}
        stroke-width=${shape.width} stroke-dasharray=${shape.dash ?? nothing} data-key=${target?.key ?? nothing} role=${role}
        aria-label=${target?.label ?? nothing} tabindex=${target ? drawing.tabindex(target.key) : nothing}></circle>`;
    case "text":
      return svg`<text class="f-${shape.tone}${shape.halo ? ` h-${shape.halo}` : ""}${shape.bold ? " bold" : ""}" x=${round(shape.x)}
        y=${round(shape.y)} font-size=${shape.size} text-anchor=${shape.anchor} data-key=${target?.key ?? nothing} role=${role}
        aria-label=${target?.label ?? nothing} tabindex=${target ? drawing.tabindex(target.key) : nothing}>${shape.text}</text>`;
    case "clip": {
      const id = `${drawing.prefix}clip${place}`;
      return svg`<clipPath id=${id}><rect x=${round(shape.x)} y=${round(shape.y)} width=${round(shape.width)}
        height=${round(shape.height)}></rect></clipPath><g clip-path="url(#${id})">${shapes(shape.shapes, drawing, place)}</g>`;
    }
  }
}

/** A colour for each tone, as CSS writes it. */
export type Palette = Readonly<Record<Tone, string>>;

/** Text that an XML file can hold. */
function escaped(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The text of an SVG file that looks the same anywhere. */
export function fileText(picture: Picture, palette: Palette): string {
  let clips = 0;
  const paint = (shape: Shape): string => {
    switch (shape.kind) {
      case "path": {
        const fill = shape.fill === undefined ? "none" : shape.fill === "hatched" ? "url(#hatch)" : palette[shape.fill];
        const stroke = shape.stroke ? ` stroke="${palette[shape.stroke]}" stroke-width="${shape.width ?? 1}"` : "";
        const more = `${shape.dash ? ` stroke-dasharray="${shape.dash}"` : ""}${shape.opacity === undefined ? "" : ` fill-opacity="${shape.opacity}"`}`;
        return `<path d="${shape.d}" fill="${fill}"${stroke}${more}/>`;
      }
      case "circle": {
        const name = shape.target ? `<title>${escaped(shape.target.label)}</title>` : "";
        const dash = shape.dash ? ` stroke-dasharray="${shape.dash}"` : "";
        return `<circle cx="${round(shape.x)}" cy="${round(shape.y)}" r="${shape.radius}" fill="${palette[shape.fill]}" stroke="${palette[shape.stroke]}" stroke-width="${shape.width}"${dash}>${name}</circle>`;
      }
      case "text": {
        const halo = shape.halo ? ` stroke="${palette[shape.halo]}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : "";
        const name = shape.target ? `<title>${escaped(shape.target.label)}</title>` : "";
        return `<text x="${round(shape.x)}" y="${round(shape.y)}" font-size="${shape.size}" text-anchor="${shape.anchor}" fill="${palette[shape.tone]}"${shape.bold ? ' font-weight="600"' : ""}${halo}>${name}${escaped(shape.text)}</text>`;
      }
      case "clip": {
        const id = `clip${(clips += 1)}`;
        return `<clipPath id="${id}"><rect x="${round(shape.x)}" y="${round(shape.y)}" width="${round(shape.width)}" height="${round(shape.height)}"/></clipPath>\n<g clip-path="url(#${id})">\n${shape.shapes.map(paint).join("\n")}\n</g>`;
      }
    }
  };
  const { width, height } = picture;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc" font-family="${FONT}">
<title id="title">${escaped(picture.title)}</title>
<desc id="desc">${escaped(picture.description)}</desc>
<defs><pattern id="hatch" width="${HATCHING}" height="${HATCHING}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V${HATCHING}" stroke="${palette.hatch}" stroke-width="2.4"/></pattern></defs>
<rect width="${width}" height="${height}" fill="${palette.ground}"/>
${picture.shapes.map(paint).join("\n")}
</svg>
`;
}

/** Paints the picture: no image is loaded, so no policy of a page stands against it. */
export function painted(picture: Picture, palette: Palette, canvas: CanvasRenderingContext2D): void {
  canvas.fillStyle = palette.ground;
  canvas.fillRect(0, 0, picture.width, picture.height);
  for (const shape of picture.shapes) paintShape(shape, picture, palette, canvas);
}

function paintShape(shape: Shape, picture: Picture, palette: Palette, canvas: CanvasRenderingContext2D): void {
  canvas.save();
  if (shape.kind === "text") paintText(shape, palette, canvas);
  else if (shape.kind === "clip") {
    canvas.beginPath();
    canvas.rect(shape.x, shape.y, shape.width, shape.height);
    canvas.clip();
    for (const inner of shape.shapes) paintShape(inner, picture, palette, canvas);
  } else {
    const path = shape.kind === "path" ? new Path2D(shape.d) : new Path2D();
    if (shape.kind === "circle") path.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
    if (shape.fill === "hatched") paintHatching(path, picture, palette, canvas);
    else if (shape.fill) {
      canvas.fillStyle = palette[shape.fill];
      canvas.globalAlpha = shape.kind === "path" ? shape.opacity ?? 1 : 1;
      canvas.fill(path);
      canvas.globalAlpha = 1;
    }
    if (shape.stroke) {
      canvas.strokeStyle = palette[shape.stroke];
      canvas.lineWidth = shape.width ?? 1;
      canvas.setLineDash(shape.dash ? shape.dash.split(" ").map(Number) : []);
      canvas.stroke(path);
    }
  }
  canvas.restore();
}

function paintText(shape: TextShape, palette: Palette, canvas: CanvasRenderingContext2D): void {
  canvas.font = `${shape.bold ? "600 " : ""}${shape.size}px ${FONT}`;
  canvas.textAlign = shape.anchor === "middle" ? "center" : shape.anchor;
  if (shape.halo) {
    canvas.strokeStyle = palette[shape.halo];
    canvas.lineWidth = 3;
    canvas.lineJoin = "round";
    canvas.strokeText(shape.text, shape.x, shape.y);
  }
  canvas.fillStyle = palette[shape.tone];
  canvas.fillText(shape.text, shape.x, shape.y);
}

function paintHatching(path: Path2D, picture: Picture, palette: Palette, canvas: CanvasRenderingContext2D): void {
  canvas.save();
  canvas.clip(path);
  canvas.strokeStyle = palette.hatch;
  canvas.lineWidth = 1.2;
  canvas.beginPath();
  const each = HATCHING * Math.SQRT2;
  for (let at = -picture.height; at < picture.width + picture.height; at += each) {
    canvas.moveTo(at, picture.height);
    canvas.lineTo(at + picture.height, 0);
  }
  canvas.stroke();
  canvas.restore();
}
