'use client';

import { DisksCard } from '../_components/disk/disks-card.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { MigrationLanes } from '../_components/migration/migration-lanes.client.tsx';
import { MigrationStats } from '../_components/migration/migration-stats.client.tsx';
import { MigrationTable } from '../_components/migration/migration-table.client.tsx';
import { disks, migrations } from './migration-samples.ts';

const hosts = ['hv01', 'hv02', 'hv03'];

/** The parts of the page of migrations, with every result and everything that may be unknown. */
export function MigrationParts() {
  const t = useTranslate();
  return (
    <div className="space-y-4">
      <MigrationStats records={migrations} />
      <MigrationStats records={[]} />
      <Card title={t('migrations.lanes')}>
        <MigrationLanes records={migrations} spanMs={86_400_000} />
      </Card>
      <Card title={t('migrations.list')}>
        <MigrationTable records={migrations} hosts={hosts} />
      </Card>
    </div>
  );
}

/** The card of a VM's disks in each state. */
export function DiskParts() {
  return (
    <div className="space-y-4">
      <DisksCard disks={disks} />
      <DisksCard disks={{ ...disks, disks: disks.disks.slice(0, 1), loose: [], leftOut: 0, guestSide: 'stale' }} />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <DisksCard disks={{ ...disks, disks: [], loose: [], leftOut: 0 }} />
        <DisksCard disks={null} />
      </div>
    </div>
  );
}
