/** The two text formats of /metrics: Prometheus 0.0.4 and OpenMetrics 1.0. Sample lines of the catalogue are the same in both. */
export const textFormats = ['prometheus', 'openmetrics'] as const;
export type TextFormat = (typeof textFormats)[number];

/** Media types as they are sent. Sources: prometheus.io/docs/instrumenting/exposition_formats, OpenMetrics 1.0 "Media Type". */
export const contentTypes: Readonly<Record<TextFormat, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** What stands between two families. OpenMetrics allows no empty line; in the other format prom-client writes one. */
export const familySeparator: Readonly<Record<TextFormat, string>> = { prometheus: '\n', openmetrics: '' };

/** The last line of an OpenMetrics text: without it a reader knows that the text was cut. */
export const openMetricsEnd = '# EOF\n';
