import { clocksDashboard } from './clocks-dashboard.ts';
import { fleetDashboard } from './fleet-dashboard.ts';
import { hostDashboard } from './host-dashboard.ts';
import type { RenderDashboard } from './shared-panels.ts';
import { vmDashboard } from './vm-dashboard.ts';

/** Every dashboard, by its file below public/grafana. */
export const dashboards: Readonly<Record<string, RenderDashboard>> = {
  'hvitals-fleet.json': fleetDashboard,
  'hvitals-host.json': hostDashboard,
  'hvitals-vm.json': vmDashboard,
  'hvitals-clocks.json': clocksDashboard,
};
