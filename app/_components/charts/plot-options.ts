import type uPlot from 'uplot';
import type { ApiHistory } from '#lib/model/api/history.ts';
import type { ChartWindow } from './chart-range.ts';

type Values = ApiHistory['series'][number]['last'];

/** Lines differ in colour and in dashes, so that colour is not the only sign. */
export const lineStyles = [
  { colour: '--hv-accent', dash: [] },
  { colour: '--hv-unknown', dash: [7, 3] },
  { colour: '--hv-warning', dash: [2, 3] },
  { colour: '--hv-info', dash: [10, 3, 2, 3] },
  { colour: '--hv-ok', dash: [4, 2] },
  { colour: '--hv-none', dash: [1, 2] },
] as const;

/** Room below the drawing, so that the number of its lower edge is not cut. */
const bottom = 10;
/** Counts have no halves. */
const wholeSteps = [1, 2, 5].flatMap((one) => [0, 1, 2, 3, 4, 5, 6].map((power) => one * 10 ** power)).sort((a, b) => a - b);

interface PlotInput {
  readonly width: number;
  /** Of the drawing itself. */
  readonly height: number;
  /** Pixels left of the drawing, for the numbers of the axis. */
  readonly left: number;
  readonly window: ChartWindow;
  readonly lines: readonly { readonly label: string; readonly series: ApiHistory['series'][number] | undefined }[];
  readonly format: (value: number) => string;
  readonly shape: 'line' | 'step';
  /** Values have a sign: zero is in sight, wherever they lie. */
  readonly signed?: boolean;
}

/** The value of a colour token where `element` stands. */
export function readColour(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** What uPlot draws: per line its values, and a band where the extremes of a step differ. Colours are looked up at each drawing. */
export function toPlotOptions(
  { paths }: Pick<typeof uPlot, 'paths'>,
  { width, height, left, window, lines, format, shape, signed = false }: PlotInput,
  colourOf: (name: string) => string,
): { readonly options: uPlot.Options; readonly data: uPlot.AlignedData } {
  const times = Array.from({ length: window.count }, (_, index) => (window.from + index * window.stepMs) / 1_000);
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  const data: [number[], ...Values[]] = [times];
  const path = (shape === 'step' ? paths.stepped?.({ align: -1 }) : paths.linear?.()) ?? undefined;
  lines.forEach(({ series: found }, index) => {
    const style = lineStyles[index % lineStyles.length] ?? lineStyles[0];
    const empty = () => times.map(() => null);
    const last = found?.last ?? empty();
    if (found?.min !== undefined && found.max !== undefined) {
      const edge = { width: 0, points: { show: false }, ...(path === undefined ? {} : { paths: path }) };
      bands.push({ series: [series.length, series.length + 1], fill: () => `${colourOf(style.colour)}33` });
      series.push(edge, edge);
      data.push(found.max, found.min);
    }
    series.push({
      width: 1.75,
      dash: [...style.dash],
      stroke: () => colourOf(style.colour),
      points: { show: true, size: 4, filter: () => isolatedValues(last) },
      ...(path === undefined ? {} : { paths: path }),
    });
    data.push(last);
  });
  const options: uPlot.Options = {
    width,
    height: height + bottom,
    padding: [8, 12, bottom, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [(window.from - window.stepMs) / 1_000, window.to / 1_000] },
      y: {
        range: signed
          ? (_, min, max) => signedRange(min, max)
          : { min: { pad: 0, soft: 0, mode: 1 }, max: { pad: 0.1, soft: 1e-3, mode: 2 } },
      },
    },
    axes: [
      { show: false },
      {
        size: left,
        gap: 8,
        font: '12px system-ui',
        stroke: () => colourOf('--hv-muted'),
        grid: { stroke: () => colourOf('--hv-line'), width: 1 },
        ticks: { show: false },
        ...(shape === 'step' ? { incrs: wholeSteps } : {}),
        values: (_, splits) => splits.map((value) => format(value)),
      },
    ],
    series,
    bands,
  };
  return { options, data };
}

/** Zero and every value, with some room beyond; null where there is nothing. */
export function signedRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  const room = (high - low) * 0.1 || 1e-6;
  return [low < 0 ? low - room : low, high > 0 || low === 0 ? high + room : high];
}

/** Values between two gaps, which a line alone would not show. */
export function isolatedValues(values: Values): number[] {
  const there = (index: number) => (values[index] ?? null) !== null;
  return values.flatMap((_, index) => (there(index) && !there(index - 1) && !there(index + 1) ? [index] : []));
}
