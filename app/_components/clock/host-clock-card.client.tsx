'use client';

import { type Freshness, isStale } from '#lib/derive/freshness.ts';
import { formatMagnitude } from '#lib/format/format-offset.ts';
import { missing } from '#lib/format/missing.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiHostClock } from '#lib/model/api/clocks.ts';
import type { NtpServerReading } from '#lib/model/readings/clock.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { Facts } from '../layout/facts.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { ClockBands } from './clock-bands.client.tsx';
import { failureText } from './clock-cells.client.tsx';
import { OffsetAxis, OffsetBand } from './offset-band.client.tsx';

interface HostClockCardProps {
  readonly clock: ApiHostClock | null;
  readonly freshness: Freshness;
}

/** The clock of a host: against NTP, what W32Time says itself, and every server that was asked. */
export function HostClockCard({ clock, freshness }: HostClockCardProps) {
  const t = useTranslate();
  const now = useNow();
  const stale = isStale(freshness, now);
  return (
    <Card title={t('clock.title')} aside={<ReadingAge freshness={freshness} />}>
      {clock === null ? (
        <StateNote kind="empty">{t('clock.hostNotRead')}</StateNote>
      ) : (
        <div className="grid xl:grid-cols-[2fr_4fr]">
          <div className="min-w-0 border-line max-xl:border-b xl:border-r">
            <ClockBands stale={stale} rows={[{ label: t('clock.vsNtp'), offset: clock.vsNtp }]} />
            <Facts rows={factRows(clock, t)} />
          </div>
          <div className="min-w-0">
            {clock.servers.length === 0 ? (
              <StateNote kind="empty">{t('clock.hostNone')}</StateNote>
            ) : (
              <Servers clock={clock} stale={stale} />
            )}
          </div>
        </div>
      )}
    </Card>
  );
}

const syncTypes = ['NTP', 'NT5DS', 'AllSync', 'NoSync'] as const;

function factRows(clock: ApiHostClock, t: Translate) {
  const { magnitudeSeconds, syncType } = clock;
  const known = syncTypes.find((one) => one === syncType);
  return [
    { label: t('clock.rests'), value: clock.server === null ? missing : <bdi>{clock.server}</bdi> },
    {
      label: t('clock.w32time'),
      value:
        magnitudeSeconds === null ? (
          missing
        ) : (
          <span title={t('clock.w32time.title')}>
            {t('clock.w32time.value', { value: formatMagnitude(magnitudeSeconds, t.locale) })}
          </span>
        ),
    },
    {
      label: t('clock.syncType'),
      value: known !== undefined ? t(`clock.syncType.${known}`) : syncType === null ? missing : <GuestText text={syncType} />,
    },
    { label: t('clock.servers.from'), value: t(`clock.servers.from.${clock.serversFrom}`) },
    {
      label: t('clock.resolution'),
      value: (
        <span title={t('clock.resolution.title')}>
          {t('clock.resolution.value', { value: formatMagnitude(clock.resolutionSeconds, t.locale) })}
        </span>
      ),
    },
  ];
}

function Servers({ clock, stale }: { readonly clock: ApiHostClock; readonly stale: boolean }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'server', title: t('clock.servers.name'), className: 'whitespace-normal' },
    { id: 'result', title: t('clock.servers.result'), className: 'min-w-44 whitespace-normal' },
    {
      id: 'offset',
      title: t('clock.servers.offset'),
      heading: <OffsetAxis title={t('clock.servers.offset')} />,
      className: 'w-2/5 min-w-64',
    },
    { id: 'delay', title: t('clock.servers.delay'), numeric: true },
    { id: 'stratum', title: t('clock.stratum'), numeric: true },
    { id: 'reference', title: t('clock.servers.reference'), className: 'hidden 2xl:table-cell' },
  ];
  return (
    <DataTable caption={t('clock.servers.caption')} columns={columns}>
      {clock.servers.map((server) => (
        <DataRow
          key={server.server}
          columns={columns}
          cells={[
            <bdi key="server">{server.server}</bdi>,
            <Result key="result" server={server} isUsed={server.server === clock.server} />,
            <OffsetBand key="offset" offset={server.offset ?? null} stale={stale} />,
            formatMagnitude(server.delaySeconds, t.locale),
            server.stratum ?? missing,
            server.referenceId === undefined ? missing : <GuestText key="reference" text={server.referenceId} limit={40} />,
          ]}
        />
      ))}
    </DataTable>
  );
}

function Result({ server, isUsed }: { readonly server: NtpServerReading; readonly isUsed: boolean }) {
  const t = useTranslate();
  const failure = failureText(server, t);
  return (
    <span className={`inline-flex items-center gap-1.5 ${failure === undefined ? '' : 'text-warning'}`}>
      <StatusIcon level={failure === undefined ? 'ok' : 'warning'} />
      <span className={isUsed ? 'font-medium' : ''}>{failure ?? t(isUsed ? 'clock.servers.used' : 'clock.servers.ok')}</span>
    </span>
  );
}
