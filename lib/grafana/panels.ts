import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as stateTimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { type Colour, colours } from './code-mappings.ts';
import { datasource, now } from './queries.ts';

/** From which value on a number has which colour; the first one holds from the beginning. */
export type Steps = readonly [first: Colour, ...rest: readonly (readonly [from: number, colour: Colour])[]];

export const noSteps: Steps = [colours.none];
/** Good at 0, and of the colour from 1 on. */
export const badFromOne = (colour: Colour): Steps => [colours.good, [1, colour]];

export function thresholdsOf([first, ...rest]: Steps): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...rest.map(([value, color]) => ({ value, color }))]);
}

interface PanelText {
  readonly title: string;
  /** What the panel shows, and what an empty one means. */
  readonly description: string;
  readonly unit?: string;
  readonly width: number;
  readonly mappings?: readonly ValueMapping[];
}

/** One number, large. Without data it says so: nothing is not zero. */
export function statPanel(
  text: PanelText & { readonly expr: string; readonly steps?: Steps; readonly decimals?: number; readonly legend?: string },
): stat.PanelBuilder {
  const { title, description, unit = 'short', width, mappings = [], expr, steps = noSteps, decimals, legend = '' } = text;
  const panel = new stat.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(datasource)
    .span(width)
    .height(4)
    .unit(unit)
    .noValue('no data')
    .mappings([...mappings])
    .thresholds(thresholdsOf(steps))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
    .withTarget(now(expr, legend));
  return decimals === undefined ? panel : panel.decimals(decimals);
}

/** A word instead of a number: the label that `legend` names, of one series. */
export function wordPanel(text: PanelText & { readonly expr: string; readonly legend: string }): stat.PanelBuilder {
  return statPanel(text).textMode(BigValueTextMode.Name);
}

/** Lines over time. */
export function linesPanel(
  text: PanelText & {
    readonly queries: readonly DataqueryBuilder[];
    readonly steps?: Steps;
    readonly stacked?: boolean;
    readonly height?: number;
    readonly min?: number;
  },
): timeseries.PanelBuilder {
  const {
    title,
    description,
    unit = 'short',
    width,
    mappings = [],
    queries,
    steps = noSteps,
    stacked = false,
    height = 8,
    min,
  } = text;
  const panel = new timeseries.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(datasource)
    .span(width)
    .height(height)
    .unit(unit)
    .mappings([...mappings])
    .thresholds(thresholdsOf(steps))
    .fillOpacity(stacked ? 40 : 8)
    .lineWidth(1)
    .showPoints(VisibilityMode.Never)
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None))
    .thresholdsStyle(
      new GraphThresholdsStyleConfigBuilder().mode(
        steps.length > 1 ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off,
      ),
    )
    .legend(bottomLegend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .targets([...queries]);
  return min === undefined ? panel : panel.min(min);
}

/** States over time, one line each, with words and colours of the mappings. A gap is a time without a reading. */
export function statesPanel(
  text: PanelText & { readonly queries: readonly DataqueryBuilder[]; readonly height?: number },
): stateTimeline.PanelBuilder {
  const { title, description, width, mappings = [], queries, height = 5 } = text;
  return new stateTimeline.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(datasource)
    .span(width)
    .height(height)
    .mappings([...mappings])
    .thresholds(thresholdsOf(noSteps))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .mergeValues(true)
    .showValue(VisibilityMode.Auto)
    .rowHeight(0.85)
    .fillOpacity(70)
    .lineWidth(0)
    .legend(bottomLegend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single).sort(SortOrder.None))
    .targets([...queries]);
}

const bottomLegend = () =>
  new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true).calcs([]);
