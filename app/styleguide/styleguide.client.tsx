'use client';

import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { FrozenNow } from '../_components/time/now.client.tsx';
import { BeaconParts, ClockParts } from './clock-parts.client.tsx';
import { DiskParts, MigrationParts } from './migration-parts.client.tsx';
import { styleNow } from './samples.ts';
import { BannerParts, CardParts, ControlParts, DialogParts, StateParts } from './surface-parts.client.tsx';
import {
  BadgeParts,
  ColourParts,
  CommandParts,
  FindingParts,
  NumberParts,
  StatusParts,
  TableParts,
  TypeParts,
} from './text-parts.client.tsx';

// These come after the page: all parts together are more script than any page may begin with.
const WatchParts = dynamic(() => import('./watch-parts.client.tsx').then((parts) => parts.WatchParts));
const HandoverParts = dynamic(() => import('./watch-parts.client.tsx').then((parts) => parts.HandoverParts));
const StripParts = dynamic(() => import('./strip-parts.client.tsx').then((parts) => parts.StripParts));
const EventParts = dynamic(() => import('./event-parts.client.tsx').then((parts) => parts.EventParts));
const EventCardParts = dynamic(() => import('./event-parts.client.tsx').then((parts) => parts.EventCardParts));

const sections = [
  ['colours', ColourParts],
  ['type', TypeParts],
  ['status', StatusParts],
  ['badges', BadgeParts],
  ['numbers', NumberParts],
  ['cards', CardParts],
  ['tables', TableParts],
  ['states', StateParts],
  ['controls', ControlParts],
  ['banners', BannerParts],
  ['findings', FindingParts],
  ['commands', CommandParts],
  ['clocks', ClockParts],
  ['beacons', BeaconParts],
  ['migrations', MigrationParts],
  ['strip', StripParts],
  ['disks', DiskParts],
  ['events', EventParts],
  ['event-cards', EventCardParts],
  ['watch', WatchParts],
  ['handover', HandoverParts],
  ['dialogs', DialogParts],
] as const satisfies readonly (readonly [string, ComponentType])[];

/** Parts that need the width of the page: their themes stand below one another. */
const wide: ReadonlySet<string> = new Set([
  'tables',
  'clocks',
  'beacons',
  'migrations',
  'strip',
  'disks',
  'events',
  'event-cards',
  'watch',
  'handover',
]);

/** Every part of the design in every state, both themes side by side. */
export function Styleguide() {
  const t = useTranslate();
  return (
    <FrozenNow at={styleNow}>
      <PageHeading title={t('style.title')}>{t('style.intro')}</PageHeading>
      <div className="space-y-6">
        {sections.map(([name, Parts]) => (
          <section key={name} aria-labelledby={`style-${name}`} data-style={name}>
            <h2 id={`style-${name}`} className="mb-2 font-semibold text-base">
              {t(`style.${name}`)}
            </h2>
            <div className={`grid gap-4 ${wide.has(name) ? '' : 'xl:grid-cols-2'}`}>
              {(['light', 'dark'] as const).map((theme) => (
                <div key={theme} data-theme={theme} className="min-w-0 rounded-lg bg-canvas p-4 ring-1 ring-line">
                  <p className="mb-2 text-muted text-xs">{t(`style.${theme}`)}</p>
                  <Parts />
                </div>
              ))}
            </div>
          </section>
        ))}
      </div>
    </FrozenNow>
  );
}
