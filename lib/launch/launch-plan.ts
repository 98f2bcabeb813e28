import type { FleetKind } from '#lib/config/decide-fleet.ts';
import type { Listen } from '#lib/config/listen.ts';

/** What start.js needs to know of the configuration, or why it cannot be used. */
export type LaunchPlan =
  | { readonly ok: false; readonly reason: string }
  | {
      readonly ok: true;
      readonly source: string | null;
      readonly fleet: FleetKind;
      readonly targets: number;
      readonly demo: { readonly hosts: number; readonly vmsPerHost: number };
      readonly dataDirectory: string;
      readonly web: Listen;
      readonly metrics: Listen;
    };
