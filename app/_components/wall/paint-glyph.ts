/** Colours of the wall, as CSS writes them, read from the tokens of the theme that is on. */
export interface Palette {
  /** By level digit: critical, warning, unknown, info, ok, none. */
  readonly levels: readonly string[];
  readonly ink: string;
  readonly muted: string;
  readonly surface: string;
  readonly canvas: string;
  readonly line: string;
  readonly font: string;
}

const levelTokens = ['critical', 'warning', 'unknown', 'info', 'ok', 'none'];

/** Reads the palette where it is to be drawn. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--hv-${name}`).trim();
  return {
    levels: levelTokens.map(token),
    ink: token('ink'),
    muted: token('muted'),
    surface: token('surface'),
    canvas: token('canvas'),
    line: token('line-strong'),
    font: style.fontFamily,
  };
}

/** The shapes of `StatusIcon` in a square of 16: filled ones want someone. */
const octagon = 'M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z';
const cross = 'm5.4 5.4 5.2 5.2m0-5.2-5.2 5.2';
const check = 'm5.1 8.3 2 2 3.8-4.4';
const triangle = 'M8 1 15.6 14.8H.4z';
const exclamation = 'M8 5.6v4.4m0 2.1v.3';

/** Draws the shape of a level into a square. Its colour alone is never the sign. */
export function paintGlyph(
  context: CanvasRenderingContext2D,
  digit: number,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
  palette: Palette,
): void {
  const colour = palette.levels[digit] ?? palette.muted;
  const scale = size / 16;
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineCap = 'round';
  context.lineWidth = 1.6;
  if (digit <= 1) {
    context.fill(new Path2D(digit === 0 ? octagon : triangle));
    context.strokeStyle = palette.canvas;
    context.lineWidth = 2;
    context.stroke(new Path2D(digit === 0 ? cross : exclamation));
  } else if (digit === 2) {
    context.setLineDash([3, 2]);
    context.stroke(circle(5.6));
  } else if (digit === 3) {
    context.beginPath();
    context.roundRect(2.6, 2.6, 10.8, 10.8, 2.4);
    context.stroke();
  } else if (digit === 4) {
    context.globalAlpha *= 0.55;
    context.fill(circle(6.6));
    if (size < 16) {
      context.restore();
      return;
    }
    context.globalAlpha = 1;
    context.strokeStyle = palette.surface;
    context.lineWidth = 1.8;
    context.stroke(new Path2D(check));
  } else {
    context.globalAlpha *= 0.6;
    context.stroke(new Path2D('M4 8h8'));
  }
  context.restore();
}

function circle(radius: number): Path2D {
  const path = new Path2D();
  path.arc(8, 8, radius, 0, 2 * Math.PI);
  return path;
}

/** Cuts text so that it fits a width, with an ellipsis where something is lost. Measures at most a handful of times. */
export function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  const short = text.slice(0, 80);
  if (short === text && context.measureText(text).width <= width) return text;
  let [low, high] = [0, short.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(`${short.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${short.slice(0, low)}…`;
}
