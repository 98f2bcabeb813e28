'use client';

import type { ReactNode } from 'react';
import { type Freshness, isStale } from '#lib/derive/freshness.ts';
import { type FindingCode, isFindingCode } from '#lib/findings/finding.ts';
import { isHostFindingCode } from '#lib/findings/host-finding.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';
import type { NtpServerReading } from '#lib/model/readings/clock.ts';
import { VmFindings } from '../finding/vm-findings.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StaleIcon, StatusIcon } from '../status/status-icon.tsx';
import { Age } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { daemonNames } from './clock-names.ts';

/** The cell of a table, which on a phone stands beside the name of its column. */
export function Beside({ children }: { readonly children: ReactNode }) {
  return <span className="block min-w-0 max-sm:inline-block max-sm:w-[calc(100%-5.75rem)] max-sm:align-top">{children}</span>;
}

/** Why a server gave nothing, in words. */
export function failureText({ failure, kiss }: NtpServerReading, t: Translate): string | undefined {
  if (failure === undefined) return undefined;
  if (failure === 'kiss-of-death' && kiss !== undefined) return t('sntp.kiss-of-death.code', { code: kiss });
  return t(`sntp.${failure}`);
}

/** The server that a host's offset rests on, and how many others gave nothing. */
export function RestsOn({ clock }: { readonly clock: ApiHostClock }) {
  const t = useTranslate();
  const failing = clock.servers.filter(({ failure }) => failure !== undefined);
  const names = failing
    .map((one) => t('clock.servers.failure', { server: one.server, failure: failureText(one, t) ?? missing }))
    .join('\n');
  if (clock.servers.length === 0) return <span className="text-muted">{t('clock.servers.from.none')}</span>;
  if (clock.server === null) {
    const [first] = failing;
    return (
      <span className="block truncate text-warning" title={names}>
        {t('clock.servers.allFail')}
        {first !== undefined && <span className="ml-1.5 text-muted">{failureText(first, t)}</span>}
      </span>
    );
  }
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <bdi className="truncate">{clock.server}</bdi>
      {failing.length > 0 && (
        <span className="shrink-0 text-warning text-xs" title={names}>
          {t('clock.servers.fail', { count: failing.length, total: clock.servers.length })}
        </span>
      )}
    </span>
  );
}

interface KeptByProps {
  readonly clock: ApiVmClock;
  /** True where what the offset rests on is said elsewhere. */
  readonly plain?: boolean;
}

/** The program that keeps a guest's clock, which others run beside it, and whether it vouches for the offset. */
export function KeptBy({ clock, plain = false }: KeptByProps) {
  const t = useTranslate();
  const others = clock.daemons.filter((one) => one !== clock.daemon).map((one) => daemonNames[one]);
  return (
    <>
      <span className={clock.daemon === null || !plain ? 'text-muted' : ''}>
        {clock.daemon === null ? t('clock.keptBy.none') : daemonNames[clock.daemon]}
      </span>
      {others.length > 0 && (
        <span className="ml-2 text-warning">{t('clock.keptBy.several', { daemons: others.join(', ') })}</span>
      )}
      {!plain && clock.basis === 'timestamp' && (
        <span className="ml-2 text-warning" title={t('clock.basis.timestamp.title')}>
          {t('clock.basis.timestamp.short')}
        </span>
      )}
    </>
  );
}

/** Drift in ppm with its sign. */
export function formatDrift(ppm: number | null, t: Translate): string {
  if (ppm === null || !Number.isFinite(ppm)) return missing;
  const digits = Math.abs(ppm) < 10 ? 2 : Math.abs(ppm) < 100 ? 1 : 0;
  const text = new Intl.NumberFormat(t.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Math.abs(ppm),
  );
  return t('unit.ppm', { value: ppm === 0 ? text : `${ppm < 0 ? '\u2212' : '+'}${text}` });
}

interface SaidAgeProps {
  readonly stale: boolean;
  /** When the beacon last said something, UTC milliseconds by the clock of this machine's app. */
  readonly at: number | null;
  /** Of the reading that it stands in. */
  readonly freshness: Freshness | undefined;
}

/** When the beacon last said something; with an hourglass where it stands still, or is no longer read. */
export function SaidAge({ stale, at, freshness }: SaidAgeProps) {
  const t = useTranslate();
  const now = useNow();
  if (at === null) return <span className="text-muted">{t('age.never')}</span>;
  if (!stale && (freshness === undefined || !isStale(freshness, now))) {
    return (
      <span className="text-muted">
        <Age at={at} />
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1 align-middle font-medium text-warning">
      <StaleIcon />
      {t('clock.stale.short', { age: formatAge(at, now, t.locale) })}
    </span>
  );
}

/** Findings of a clock: about a VM by their names, about a host likewise; a code that this page does not know shows as it is. */
export function ClockFindings({ codes }: { readonly codes: readonly string[] }) {
  const t = useTranslate();
  const known = codes.filter((code): code is FindingCode => isFindingCode(code));
  if (known.length > 0 || codes.length === 0) return <VmFindings codes={known} />;
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle font-medium">
      <StatusIcon level="warning" />
      <span className="truncate">
        {codes.map((code) => (isHostFindingCode(code) ? t(`finding.${code}.title`) : toVisibleString(code))).join(', ')}
      </span>
    </span>
  );
}
