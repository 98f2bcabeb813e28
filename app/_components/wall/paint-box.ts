import type { Box } from './map-layout.ts';

/** Text that ends at `to`, where there is room for it as a whole. */
export function paintRight(
  context: CanvasRenderingContext2D,
  text: string,
  { from, to, y }: { readonly from: number; readonly to: number; readonly y: number },
): void {
  if (context.measureText(text).width > to - from) return;
  context.textAlign = 'right';
  context.fillText(text, to, y);
  context.textAlign = 'start';
}

/** A filled box with round corners. */
export function fillBox(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string, radius: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

/** A line inside the edge of a box. */
export function strokeBox(context: CanvasRenderingContext2D, box: Box, colour: string, lineWidth: number, radius: number): void {
  const half = lineWidth / 2;
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  context.beginPath();
  context.roundRect(box.x + half, box.y + half, box.width - lineWidth, box.height - lineWidth, radius);
  context.stroke();
}

/** A token's colour with an opacity. Tokens are six-digit hex. */
export function mixed(colour: string, alpha: number): string {
  return `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
