'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { WallBoard, WallHost } from '#lib/derive/wall-board.ts';
import type { WallLine } from '#lib/derive/wall-lines.ts';
import type { WallNumbers } from '#lib/derive/wall-numbers.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { createMapHosts } from './map-host.ts';
import type { Size } from './map-layout.ts';
import { readPalette } from './paint-glyph.ts';
import { type Painted, paintMap } from './paint-map.ts';

/** More have no room on any screen. */
const mostNamed = 500;

interface WallMapProps {
  readonly mode: 'map' | 'hosts';
  readonly hosts: readonly WallHost[];
  readonly words: WallBoard['words'];
  readonly lines: readonly WallLine[];
  readonly numbers: WallNumbers;
  /** The server's UTC milliseconds, in steps of some seconds: only what is stale depends on it. */
  readonly now: number;
  readonly theme: string;
}

/** The fleet as one picture on a canvas: tens of thousands of elements would be slow, and leave nothing to a screen reader. */
export function WallMap({ mode, hosts, words, lines, numbers, now, theme }: WallMapProps) {
  const t = useTranslate();
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef<Painted>(undefined);
  const [size, setSize] = useState<Size & { readonly unit: number; readonly ratio: number }>();
  const [mapHostsOf] = useState(createMapHosts);
  const mapHosts = useMemo(() => {
    const textOf = (ref: number) => {
      const word = words.get(ref);
      return word === undefined ? '' : t.message(word);
    };
    return mapHostsOf(hosts, textOf, now);
  }, [mapHostsOf, hosts, words, now, t]);
  const broken = useMemo(
    () =>
      lines
        .slice(0, mostNamed)
        .map(({ level, names }) => ({ level: level === 'critical' ? 0 : 1, name: toVisibleString(names[0] ?? '') }) as const),
    [lines],
  );

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element === null || element === undefined) return;
    const measure = () => {
      const unit = Number.parseFloat(getComputedStyle(element).fontSize);
      const next = { width: element.clientWidth, height: element.clientHeight, unit, ratio: window.devicePixelRatio };
      setSize((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read from the page, and changes with the theme and with what is wrong
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined || size === undefined) return;
    const [width, height] = [Math.round(size.width * size.ratio), Math.round(size.height * size.ratio)];
    if (element.width !== width || element.height !== height) {
      // A canvas of another size is empty.
      Object.assign(element, { width, height });
      painted.current = undefined;
    }
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    const picture = {
      hosts: mapHosts,
      broken,
      brokenCount: lines.length,
      mode,
      unit: size.unit,
      more: (count: number) => t('wall.more', { count }),
    };
    painted.current = paintMap(context, size, picture, readPalette(element), painted.current);
  }, [mapHosts, broken, lines.length, mode, size, theme, numbers.worst, t]);

  const { vms, hosts: hostCount, critical, warning } = numbers;
  return (
    <div className="wall-map" role="img" aria-label={t('wall.mapLabel', { vms, hosts: hostCount, critical, warning })}>
      <canvas ref={canvas} data-testid="wall-map" />
    </div>
  );
}
