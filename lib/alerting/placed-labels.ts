import type { Labels } from './matcher.ts';

/** Where an alert's subject is now: its host, and the labels of that target. Undefined parts are not known. */
export interface Place {
  readonly host?: string | undefined;
  readonly targetLabels?: Labels | undefined;
}

/**
 * The labels that silences and maintenance windows are held against: those of the alert, and where they lack them, the host and the
 * labels of its target. The alert itself carries no host of a VM, because a VM that moves must stay the same alert.
 */
export function placedLabels(labels: Labels, { host, targetLabels }: Place): Labels {
  return { ...targetLabels, ...(host === undefined ? {} : { host }), ...labels };
}
