import type { MapHost, MapVm } from './map-host.ts';
import { type Box, layoutCells, layoutNamed, layoutTiles, type Size } from './map-layout.ts';
import { fitText, type Palette, paintGlyph } from './paint-glyph.ts';

/** Up to so many VMs are drawn as cells; above that, hosts become tiles and only VMs with problems are drawn. */
export const mostCells = 3_200;

export interface MapPicture {
  readonly hosts: readonly MapHost[];
  /** VMs with problems, worst first; drawn where not every VM has a cell. */
  readonly broken: readonly MapVm[];
  /** How many there are, drawn or not. */
  readonly brokenCount: number;
  /** `hosts` draws tiles with names, whatever the number of VMs. */
  readonly mode: 'map' | 'hosts';
  /** Height of a line of text in pixels. */
  readonly unit: number;
  /** Text for so many more that found no room. */
  readonly more: (count: number) => string;
}

/** Draws the whole map. A few milliseconds for what a wall holds, so that no frame is late. */
export function paintMap(context: CanvasRenderingContext2D, room: Size, picture: MapPicture, palette: Palette): void {
  context.clearRect(0, 0, room.width, room.height);
  context.textBaseline = 'middle';
  const { hosts, mode, unit } = picture;
  const vms = hosts.reduce((sum, host) => sum + host.cells.length, 0);
  if (mode === 'map' && vms <= mostCells) {
    const counts = hosts.map(({ cells }) => cells.length);
    const layout = layoutCells(counts, room, unit);
    if (layout !== undefined) {
      for (const [index, host] of hosts.entries()) {
        const block = layout.blocks[index];
        if (block !== undefined) paintBlock(context, host, { ...layout, block, unit }, palette);
      }
      return;
    }
  }
  paintTilesAndBroken(context, room, picture, palette);
}

function paintTilesAndBroken(context: CanvasRenderingContext2D, room: Size, picture: MapPicture, palette: Palette): void {
  const { hosts, broken, mode, unit } = picture;
  const space = mode === 'hosts' || broken.length === 0 ? 0 : Math.round(unit * 0.8);
  const named =
    mode === 'hosts' ? undefined : layoutNamed(broken.length, { ...room, height: Math.floor(room.height * 0.5) }, unit);
  const lower = named === undefined ? 0 : named.height + space;
  const upper = { width: room.width, height: room.height - lower };
  // Small tiles hold a count at most, so they may be square; where there is room for names they are wide.
  const isRoomy = upper.width * upper.height > hosts.length * unit * unit * 9;
  const { tiles } = layoutTiles(hosts.length, upper, isRoomy ? 3.2 : 1.3, unit);
  for (const [index, host] of hosts.entries()) {
    const tile = tiles[index];
    if (tile !== undefined) paintTile(context, host, tile, unit, palette);
  }
  if (named === undefined) return;
  const hidden = picture.brokenCount - named.boxes.length;
  for (const [index, box] of named.boxes.entries()) {
    const placed = { ...box, y: box.y + upper.height + space };
    const vm = broken[index];
    if (vm === undefined) continue;
    if (hidden > 0 && index === named.boxes.length - 1) paintMore(context, picture.more(hidden + 1), placed, unit, palette);
    else paintNamed(context, vm, placed, unit, palette);
  }
}

/** What a host's own colour is: of itself where it is in trouble, of its worst VM otherwise. */
function worstDigit(host: MapHost): number {
  if (!host.reachable || host.level === 0 || host.critical > 0) return 0;
  return host.level === 1 || host.warning > 0 ? 1 : 4;
}

interface BlockPlace {
  readonly block: Box & { readonly columns: number };
  readonly pitch: number;
  readonly head: number;
  readonly padding: number;
  readonly unit: number;
}

function paintBlock(context: CanvasRenderingContext2D, host: MapHost, place: BlockPlace, palette: Palette): void {
  const { block, pitch, head, padding, unit } = place;
  const isTroubled = host.level <= 1;
  const colour = palette.levels[host.level] ?? palette.muted;
  fillBox(context, block, isTroubled ? mixed(colour, 0.16) : palette.surface, unit * 0.25);
  if (isTroubled) strokeBox(context, block, colour, Math.max(1.5, unit * (host.level === 0 ? 0.12 : 0.08)), unit * 0.25);
  const text = Math.round(Math.min(head * 0.78, unit));
  context.font = `600 ${text}px ${palette.font}`;
  const middle = block.y + head / 2 + 1;
  const inset = Math.max(padding, unit * 0.3);
  let x = block.x + inset;
  if (isTroubled) {
    paintGlyph(context, host.level, { x, y: middle - text * 0.48, size: text * 0.96 }, palette);
    x += text * 1.2;
  }
  context.fillStyle = isTroubled ? colour : palette.muted;
  const right = block.x + block.width - inset;
  const name = fitText(context, host.name, right - x);
  context.fillText(name, x, middle);
  if (isTroubled) paintRight(context, host.word, { from: x + context.measureText(name).width + text, to: right, y: middle });
  const left = block.x + (block.width - block.columns * pitch) / 2;
  const size = pitch - Math.max(1, Math.round(pitch * 0.12));
  context.globalAlpha = host.stale || !host.reachable ? 0.35 : 1;
  for (const [index, digit] of host.cells.entries()) {
    if (digit > 5) continue;
    const at = {
      x: left + (index % block.columns) * pitch,
      y: block.y + head + Math.floor(index / block.columns) * pitch,
      size,
    };
    paintGlyph(context, digit, at, palette);
  }
  context.globalAlpha = 1;
}

/** Text that ends at `to`, where there is room for it as a whole. */
function paintRight(
  context: CanvasRenderingContext2D,
  text: string,
  { from, to, y }: { readonly from: number; readonly to: number; readonly y: number },
): void {
  if (context.measureText(text).width > to - from) return;
  context.textAlign = 'right';
  context.fillText(text, to, y);
  context.textAlign = 'start';
}

function paintTile(context: CanvasRenderingContext2D, host: MapHost, tile: Box, unit: number, palette: Palette): void {
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

function paintNamed(context: CanvasRenderingContext2D, { level, name }: MapVm, box: Box, unit: number, palette: Palette): void {
  const colour = palette.levels[level] ?? palette.muted;
  fillBox(context, box, mixed(colour, 0.16), unit * 0.2);
  const size = Math.max(24, box.height * 0.8);
  const y = box.y + (box.height - size) / 2;
  paintGlyph(context, level, { x: box.x + 2, y, size }, palette);
  context.fillStyle = palette.ink;
  context.font = `600 ${Math.round(unit)}px ${palette.font}`;
  const x = box.x + size + unit * 0.5;
  context.fillText(fitText(context, name, box.x + box.width - x - 4), x, box.y + box.height / 2 + 1);
}

function paintMore(context: CanvasRenderingContext2D, text: string, box: Box, unit: number, palette: Palette): void {
  context.fillStyle = palette.muted;
  context.font = `600 ${Math.round(unit)}px ${palette.font}`;
  context.fillText(fitText(context, text, box.width - unit * 0.6), box.x + unit * 0.3, box.y + box.height / 2 + 1);
}

function fillBox(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string, radius: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

function strokeBox(context: CanvasRenderingContext2D, box: Box, colour: string, lineWidth: number, radius: number): void {
  const half = lineWidth / 2;
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  context.beginPath();
  context.roundRect(box.x + half, box.y + half, box.width - lineWidth, box.height - lineWidth, radius);
  context.stroke();
}

/** A token's colour with an opacity. Tokens are six-digit hex. */
function mixed(colour: string, alpha: number): string {
  return `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
