/** Room in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** One host as a block: a head with its name, and below it the cells of its VMs in rows of `columns`. */
export interface HostBlock extends Box {
  readonly columns: number;
}

export interface CellLayout {
  /** Side of a cell with the gap after it. */
  readonly pitch: number;
  readonly head: number;
  readonly padding: number;
  readonly blocks: readonly HostBlock[];
}

/** The largest cells, in lines of text: more would look like a broken screen, not like a small fleet. */
const largestPitch = 4.6;
const smallestPitch = 5;

/**
 * Blocks of equal width for hosts with so many VMs each, in rows, with the largest cells with which all fit. Undefined where even
 * the smallest do not. `unit` is the height of a line of text. Pure.
 */
export function layoutCells(counts: readonly number[], room: Size, unit: number): CellLayout | undefined {
  const head = Math.round(counts.length > 60 ? unit * 0.85 : unit * 1.25);
  const padding = Math.max(2, Math.round(unit * 0.22));
  const gap = Math.max(3, Math.round(unit * (counts.length > 60 ? 0.22 : 0.4)));
  let best: CellLayout | undefined;
  const widest = Math.min(counts.length, Math.floor(room.width / (unit * 2.5)));
  for (let across = 1; across <= widest; across++) {
    const width = Math.floor((room.width - gap * (across - 1)) / across);
    const layout = (pitch: number) => placeBlocks(counts, { across, width, pitch, head, padding, gap, room });
    // The height grows with the pitch, so the largest that fits is found by halving.
    let [low, high] = [smallestPitch, Math.max(smallestPitch, Math.round(unit * largestPitch))];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (layout(middle) === undefined) high = middle - 1;
      else low = middle;
    }
    if (best === undefined || low > best.pitch) best = layout(low) ?? best;
  }
  return best === undefined ? undefined : { ...best, blocks: stretch(best.blocks, room.height) };
}

/** Gives the height that is left to all rows alike, so that the picture ends where the room ends. */
function stretch(blocks: readonly HostBlock[], height: number): readonly HostBlock[] {
  const rows = [...new Set(blocks.map(({ y }) => y))];
  const used = Math.max(0, ...blocks.map((block) => block.y + block.height));
  const more = Math.floor((height - used) / Math.max(1, rows.length));
  return blocks.map((block) => ({ ...block, y: block.y + rows.indexOf(block.y) * more, height: block.height + more }));
}

interface BlockRoom {
  readonly across: number;
  readonly width: number;
  readonly pitch: number;
  readonly head: number;
  readonly padding: number;
  readonly gap: number;
  readonly room: Size;
}

function placeBlocks(counts: readonly number[], given: BlockRoom): CellLayout | undefined {
  const { across, width, pitch, head, padding, gap, room } = given;
  const columns = Math.floor((width - 2 * padding) / pitch);
  if (columns < 1) return undefined;
  const blocks: HostBlock[] = [];
  let y = 0;
  for (let start = 0; start < counts.length; start += across) {
    const row = counts.slice(start, start + across);
    const lines = Math.max(1, ...row.map((count) => Math.ceil(count / columns)));
    const height = head + lines * pitch + padding;
    for (const index of row.keys()) blocks.push({ x: index * (width + gap), y, width, height, columns });
    y += height + gap;
    if (y - gap > room.height) return undefined;
  }
  return { pitch, head, padding, blocks };
}

export interface TileLayout {
  readonly tiles: readonly Box[];
  readonly gap: number;
}

/** Equal tiles for so many hosts, as large as they can be; `aspect` is width by height at best. Pure. */
export function layoutTiles(count: number, room: Size, aspect: number, unit: number): TileLayout {
  const gap = count > 200 ? Math.max(2, Math.round(unit * 0.12)) : Math.round(unit * 0.35);
  let best = { across: 1, width: 0, height: 0, score: -1 };
  for (let across = 1; across <= count; across++) {
    const rows = Math.ceil(count / across);
    const width = Math.floor((room.width - gap * (across - 1)) / across);
    const height = Math.floor((room.height - gap * (rows - 1)) / rows);
    if (width < 3 || height < 3) continue;
    const score = Math.min(width / aspect, height);
    if (score > best.score) best = { across, width, height, score };
  }
  const tiles = Array.from({ length: best.score < 0 ? 0 : count }, (_, index) => ({
    x: (index % best.across) * (best.width + gap),
    y: Math.floor(index / best.across) * (best.height + gap),
    width: best.width,
    height: best.height,
  }));
  return { tiles, gap };
}

export interface NamedLayout {
  readonly boxes: readonly Box[];
  /** Height that is used. */
  readonly height: number;
}

/** At least so many pixels for a VM with a problem, on any screen. */
const smallestNamedHeight = 26;

/** Rows of named boxes for VMs with problems: as many as fit in the room, each at least 24 pixels high. Pure. */
export function layoutNamed(count: number, room: Size, unit: number): NamedLayout {
  const height = Math.max(smallestNamedHeight, Math.round(unit * 1.5));
  const gap = Math.max(3, Math.round(unit * 0.2));
  const across = Math.max(1, Math.floor((room.width + gap) / (unit * 11 + gap)));
  const width = Math.floor((room.width - gap * (across - 1)) / across);
  const rows = Math.min(Math.ceil(count / across), Math.max(0, Math.floor((room.height + gap) / (height + gap))));
  const boxes = Array.from({ length: Math.min(count, rows * across) }, (_, index) => ({
    x: (index % across) * (width + gap),
    y: Math.floor(index / across) * (height + gap),
    width,
    height,
  }));
  return { boxes, height: Math.max(0, rows * (height + gap) - gap) };
}
