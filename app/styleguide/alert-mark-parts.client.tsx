'use client';

import { useState } from 'react';
import { sumAlerts } from '#lib/derive/alert-brief.ts';
import type { PowerRange } from '#lib/model/power-range.ts';
import { StandingAlertsView } from '../_components/alert/standing-alerts.client.tsx';
import { AlertTable } from '../_components/charts/alert-table.client.tsx';
import { HandoverCardView } from '../_components/handover/handover-card.client.tsx';
import { HandoverView } from '../_components/handover/handover-view.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { PowerStripView } from '../_components/power/power-strip-card.client.tsx';
import { WallAlerts } from '../_components/wall/wall-alerts.client.tsx';
import { chartAlerts, handover, standing, wallSites } from './alert-mark-samples.ts';
import { styleNow } from './samples.ts';
import { strips } from './strip-samples.ts';
import '../wall/wall.css';

const subject = { kind: 'vm', id: 'a1600000-0000-4000-8000-000000000001' } as const;
const name = 'web-1';

/** Alerts beside their page: the banner of the wall, the card of a VM, marks on the strip. */
export function AlertMarkParts() {
  const [range, setRange] = useState<PowerRange>('24h');
  return (
    <div className="space-y-4">
      {/* The banner is made for a wall: on a phone it is cut. */}
      <div className="space-y-4 overflow-hidden">
        <WallAlerts sum={sumAlerts(wallSites, null)} evaluatedAt={styleNow - 4_000} now={styleNow} />
        <WallAlerts sum={sumAlerts(wallSites, 'bergen')} evaluatedAt={styleNow - 4_000} now={styleNow} />
        <WallAlerts sum={sumAlerts([], null)} evaluatedAt={styleNow - 4_000} now={styleNow} />
        <WallAlerts sum={sumAlerts([], null)} evaluatedAt={styleNow - 400_000} now={styleNow} />
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <StandingAlertsView subject={subject} name={name} data={{ standing: [...standing], firingOfVms: 0 }} isError={false} />
        <StandingAlertsView
          subject={{ kind: 'host', id: 'hv01' }}
          name="hv01"
          data={{ standing: [], firingOfVms: 3 }}
          isError={false}
        />
        <StandingAlertsView subject={subject} name={name} data={undefined} isError={false} />
        <StandingAlertsView subject={subject} name={name} data={undefined} isError />
      </div>
      <PowerStripView data={{ ...strips.quiet, range }} isError={false} range={range} onRange={setRange} alerts={chartAlerts} />
      <Card>
        <AlertTable alerts={chartAlerts} />
      </Card>
    </div>
  );
}

/** The handover with something in each section, and its line on the overview. */
export function HandoverParts() {
  return (
    <div className="space-y-4">
      <HandoverCardView handover={handover} isError={false} />
      <HandoverView handover={handover} />
    </div>
  );
}
