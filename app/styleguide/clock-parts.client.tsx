'use client';

import { BeaconCard } from '../_components/clock/beacon-card.client.tsx';
import { ClockHostTable } from '../_components/clock/clock-host-table.client.tsx';
import { ClockSpreadCard } from '../_components/clock/clock-spread.client.tsx';
import { ClockStats } from '../_components/clock/clock-stats.client.tsx';
import { ClockVms } from '../_components/clock/clock-vms.client.tsx';
import { HostClockCard } from '../_components/clock/host-clock-card.client.tsx';
import { OffsetAxis, OffsetBand } from '../_components/clock/offset-band.client.tsx';
import { ReferenceChain } from '../_components/clock/reference-chain.client.tsx';
import { VmClockCard } from '../_components/clock/vm-clock-card.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { beacon, chains, clocks, hostClock, noBeacon, offsets, vmClock } from './clock-samples.ts';
import { fresh, never } from './samples.ts';

/** Offsets and chains of every look, then the parts of the page of clocks. */
export function ClockParts() {
  const t = useTranslate();
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Card title={t('clock.vsNtp')}>
          <div className="space-y-1 px-4 py-2">
            <div className="text-muted text-xs">
              <OffsetAxis title="" />
            </div>
            {offsets.map(({ name, offset, stale = false }) => (
              <div key={name} className="grid">
                <OffsetBand offset={offset} stale={stale} />
              </div>
            ))}
          </div>
        </Card>
        <Card title={t('clock.chain')}>
          <ul className="space-y-1.5 px-4 py-3">
            {chains.map(({ name, clock, hostClock: ofHost }) => (
              <li key={name} className="min-w-0">
                <ReferenceChain clock={clock} host="hv02" hostClock={ofHost} />
              </li>
            ))}
          </ul>
        </Card>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <ClockStats clocks={clocks} />
        <ClockSpreadCard vms={clocks.vms} />
      </div>
      <Card title={t('clocks.hosts')}>
        <ClockHostTable hosts={clocks.hosts} />
      </Card>
      <ClockVms clocks={clocks} />
      <HostClockCard clock={hostClock} freshness={fresh} />
      <HostClockCard clock={null} freshness={never} />
    </div>
  );
}

const staleClock = { ...vmClock, vsNtp: null, vsHost: null, basis: null, stale: true };

/** The cards of a VM in each state. */
export function BeaconParts() {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <VmClockCard clock={vmClock} beacon={beacon} host="hv02" hostClock={hostClock} />
      <VmClockCard clock={staleClock} beacon={beacon} host="hv02" hostClock={null} />
      <VmClockCard clock={null} beacon={noBeacon} host="hv02" hostClock={hostClock} />
      <VmClockCard clock={null} beacon={null} host="hv02" hostClock={hostClock} />
      <div className="min-w-0 sm:col-span-2">
        <BeaconCard beacon={beacon} stale />
      </div>
      <BeaconCard beacon={noBeacon} stale={false} />
      <BeaconCard beacon={null} stale={false} />
    </div>
  );
}
