import type { MapHost, MapVm } from './map-host.ts';
import { type Box, layoutCells, layoutNamed, layoutTiles, type Size } from './map-layout.ts';
import { fillBox, mixed, paintRight, strokeBox } from './paint-box.ts';
import { fitText, type Palette, paintGlyph } from './paint-glyph.ts';
import { paintTile } from './paint-tile.ts';

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

/** What stands on the canvas: where things are, and of what. */
export interface Painted {
  readonly geometry: string;
  readonly hosts: readonly MapHost[];
  readonly broken: readonly MapVm[];
  readonly brokenCount: number;
}

/**
 * Draws the map. Where everything still has its place, only hosts that are others than in `before` are drawn again: a thousand tiles
 * at once would hold up the page on a machine that draws without a graphics card.
 */
export function paintMap(
  context: CanvasRenderingContext2D,
  room: Size,
  picture: MapPicture,
  palette: Palette,
  before: Painted | undefined,
): Painted {
  context.textBaseline = 'middle';
  const { hosts, broken, brokenCount, mode, unit } = picture;
  const vms = hosts.reduce((sum, host) => sum + host.cells.length, 0);
  const cells =
    mode === 'map' && vms <= mostCells
      ? layoutCells(
          hosts.map((host) => host.cells.length),
          room,
          unit,
        )
      : undefined;
  const plan = cells === undefined ? planTiles(room, picture) : undefined;
  const geometry = JSON.stringify([room, mode, unit, palette, cells, plan?.tiles.length, plan?.named]);
  const same = before?.geometry === geometry ? before : undefined;
  if (same === undefined) context.clearRect(0, 0, room.width, room.height);
  for (const [index, host] of hosts.entries()) {
    if (same?.hosts[index] === host) continue;
    const block = cells?.blocks[index];
    const box = block ?? plan?.tiles[index];
    if (box === undefined) continue;
    if (same !== undefined) context.clearRect(box.x, box.y, box.width, box.height);
    if (cells !== undefined && block !== undefined) paintBlock(context, host, { ...cells, block, unit }, palette);
    else paintTile(context, host, box, unit, palette);
  }
  if (plan !== undefined && (same?.broken !== broken || same.brokenCount !== brokenCount)) {
    paintBroken(context, plan.named, picture, palette);
  }
  return { geometry, hosts, broken, brokenCount };
}

/** Where tiles and named VMs stand. */
interface TilePlan {
  readonly tiles: readonly Box[];
  readonly named: readonly Box[];
}

function planTiles(room: Size, { hosts, broken, mode, unit }: MapPicture): TilePlan {
  const space = mode === 'hosts' || broken.length === 0 ? 0 : Math.round(unit * 0.8);
  const lower = { ...room, height: Math.floor(room.height * 0.5) };
  const { boxes, height } = mode === 'hosts' ? { boxes: [], height: 0 } : layoutNamed(broken.length, lower, unit);
  const upper = { width: room.width, height: room.height - (height === 0 ? 0 : height + space) };
  // Small tiles hold a count at most, so they may be square; where there is room for names they are wide.
  const isRoomy = upper.width * upper.height > hosts.length * unit * unit * 9;
  const { tiles } = layoutTiles(hosts.length, upper, isRoomy ? 3.2 : 1.3, unit);
  return { tiles, named: boxes.map((box) => ({ ...box, y: box.y + upper.height + space })) };
}

function paintBroken(context: CanvasRenderingContext2D, boxes: readonly Box[], picture: MapPicture, palette: Palette): void {
  const { broken, brokenCount, unit } = picture;
  const hidden = brokenCount - boxes.length;
  for (const [index, box] of boxes.entries()) {
    const vm = broken[index];
    if (vm === undefined) continue;
    context.clearRect(box.x, box.y, box.width, box.height);
    if (hidden > 0 && index === boxes.length - 1) paintMore(context, picture.more(hidden + 1), box, unit, palette);
    else paintNamed(context, vm, box, unit, palette);
  }
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
