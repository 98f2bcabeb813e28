import type { MapHost } from './map-host.ts';
import type { Box } from './map-layout.ts';
import { fillBox, mixed, paintRight, strokeBox } from './paint-box.ts';
import { fitText, type Palette, paintGlyph } from './paint-glyph.ts';

/** What a host's own colour is: of itself where it is in trouble, of its worst VM otherwise. */
function worstDigit(host: MapHost): number {
  if (!host.reachable || host.level === 0 || host.critical > 0) return 0;
  return host.level === 1 || host.warning > 0 ? 1 : 4;
}

/** One host as a tile: its colour, the number of its VMs with problems, and its name where there is room. */
export function paintTile(context: CanvasRenderingContext2D, host: MapHost, tile: Box, unit: number, palette: Palette): void {
  const worst = worstDigit(host);
  const colour = palette.levels[worst] ?? palette.muted;
  const broken = host.critical + host.warning;
  const isDown = !host.reachable || host.level === 0;
  const radius = Math.min(tile.width, tile.height, unit * 2.4) * 0.14;
  if (tile.width >= unit * 4 && tile.height >= unit * 1.2) {
    fillBox(context, tile, worst === 4 ? palette.surface : mixed(colour, 0.2), radius);
    if (worst !== 4) strokeBox(context, tile, colour, Math.max(1.5, unit * (worst === 0 ? 0.12 : 0.07)), radius);
    paintTileText(context, host, tile, palette, { worst, broken, unit });
    return;
  }
  const isFaded = host.stale && !isDown;
  // A warning is a tint, something critical the full colour: few things are to be bright.
  fillBox(context, tile, isFaded ? palette.surface : mixed(colour, worst === 0 && !isDown ? 1 : 0.28), radius);
  if (isDown || isFaded) strokeBox(context, tile, isDown ? colour : palette.line, Math.max(2, tile.height * 0.07), radius);
  if (isDown && tile.width < unit * 2) {
    const size = Math.min(tile.width, tile.height) * 0.62;
    paintGlyph(context, 0, { x: tile.x + (tile.width - size) / 2, y: tile.y + (tile.height - size) / 2, size }, palette);
    return;
  }
  const ink = worst === 0 && !isDown ? palette.canvas : worst === 4 ? palette.muted : colour;
  const count = broken > 0 ? String(broken) : '';
  const centre = { x: tile.x + tile.width / 2, y: tile.y + tile.height / 2 + 1 };
  context.fillStyle = ink;
  context.textAlign = 'center';
  if (tile.width >= unit * 2 && tile.height >= unit * 1.5) {
    context.font = `600 ${Math.round(Math.min(unit * 0.7, tile.width / 4))}px ${palette.font}`;
    context.fillText(fitText(context, host.name, tile.width - 4), centre.x, tile.y + tile.height * 0.3);
    context.font = `700 ${Math.round(tile.height * 0.42)}px ${palette.font}`;
    context.fillText(isDown ? '×' : count, centre.x, tile.y + tile.height * 0.7);
  } else if (Math.min(tile.width, tile.height) >= 13) {
    context.font = `700 ${Math.round(Math.min(tile.height * 0.7, (tile.width / Math.max(1, count.length)) * 1.25))}px ${palette.font}`;
    context.fillText(count, centre.x, centre.y);
  }
  context.textAlign = 'start';
}

interface TileWords {
  readonly worst: number;
  readonly broken: number;
  readonly unit: number;
}

function paintTileText(
  context: CanvasRenderingContext2D,
  host: MapHost,
  tile: Box,
  palette: Palette,
  { worst, broken, unit }: TileWords,
): void {
  const colour = palette.levels[worst] ?? palette.ink;
  const isTall = tile.height >= unit * 3.6;
  const text = Math.round(Math.min(unit * 1.8, tile.height * (isTall ? 0.3 : 0.55), tile.width / 6.5));
  const inset = text * 0.5;
  const middle = tile.y + (isTall ? text * 1.1 : tile.height / 2 + 1);
  context.globalAlpha = host.stale && worst !== 0 ? 0.5 : 1;
  paintGlyph(context, worst, { x: tile.x + inset, y: middle - text * 0.5, size: text }, palette);
  context.font = `600 ${text}px ${palette.font}`;
  const count = broken > 0 ? `${broken}/${host.vms}` : String(host.vms);
  const right = tile.x + tile.width - inset;
  context.fillStyle = broken > 0 ? colour : palette.muted;
  const countWidth = context.measureText(count).width;
  paintRight(context, count, { from: tile.x, to: right, y: middle });
  context.fillStyle = palette.ink;
  const x = tile.x + inset * 1.5 + text;
  context.fillText(fitText(context, host.name, right - x - countWidth - inset), x, middle);
  if (isTall) {
    context.font = `500 ${Math.round(text * 0.72)}px ${palette.font}`;
    context.fillStyle = host.level <= 1 ? (palette.levels[host.level] ?? colour) : palette.muted;
    context.fillText(fitText(context, host.word, right - x), x, middle + text * 1.15);
  }
  context.globalAlpha = 1;
}
