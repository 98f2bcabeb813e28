'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Level } from '#lib/derive/vital-sign.ts';
import { formatMagnitude } from '#lib/format/format-offset.ts';
import { missing } from '#lib/format/missing.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';

type Unknown = 'kind' | 'host' | 'start' | 'duration' | 'blackout' | 'network' | 'result' | 'reason';

/** In place of what nobody said; why it is not known is in its title. */
export function NotKnown({ what }: { readonly what: Unknown }) {
  const t = useTranslate();
  return (
    <span className="text-muted italic" title={t(`migration.unknown.${what}`)} data-unknown={what}>
      {t('migration.unknown')}
    </span>
  );
}

/** The VM's name of now as the way to its page; its id where no host lists it any more. */
export function MigrationVm({ record: { vmId, name } }: { readonly record: ApiMigration }) {
  const t = useTranslate();
  if (name === null) {
    return (
      <span className="block truncate" title={t('migration.vm.gone')}>
        <code className="font-mono text-muted text-xs">{vmId}</code>
        <span className="sr-only"> {t('migration.vm.gone')}</span>
      </span>
    );
  }
  return (
    <Link href={`/vms/${vmId}`} prefetch={false} className="block truncate font-medium">
      <GuestText text={name} limit={100} />
    </Link>
  );
}

interface EndProps {
  readonly host: string | undefined;
  /** Names of all targets: only these have a page. */
  readonly targets: ReadonlySet<string>;
}

/** From one host to another; a host that is not monitored is a name without a page. */
export function MigrationRoute({ record, targets }: { readonly record: ApiMigration; readonly targets: ReadonlySet<string> }) {
  const t = useTranslate();
  const { fromHost, toHost, witnesses } = record;
  if (witnesses !== undefined) return <Witnesses hosts={witnesses} targets={targets} />;
  if (fromHost !== undefined && fromHost === toHost) return <End host={fromHost} targets={targets} />;
  return (
    <span className="inline-flex max-w-full min-w-0 items-baseline gap-1.5 align-bottom">
      <End host={fromHost} targets={targets} />
      <span aria-hidden="true" className="text-muted">
        →
      </span>
      <span className="sr-only">{t('migration.to')}</span>
      <End host={toHost} targets={targets} />
    </span>
  );
}

/** Neither end is known, but the log of a host speaks of it: it was one of both. */
function Witnesses({ hosts, targets }: { readonly hosts: readonly string[]; readonly targets: ReadonlySet<string> }) {
  const t = useTranslate();
  return (
    <span className="inline-flex max-w-full min-w-0 items-baseline gap-1.5 align-bottom max-sm:flex-wrap" data-witness>
      <NotKnown what="host" />
      <span className="truncate text-muted text-xs" title={t('migration.witness.title')}>
        {t('migration.witness')}{' '}
        {hosts.map((host, index) => (
          <span key={host}>
            {index > 0 && ', '}
            <End host={host} targets={targets} />
          </span>
        ))}
      </span>
    </span>
  );
}

function End({ host, targets }: EndProps): ReactNode {
  if (host === undefined) return <NotKnown what="host" />;
  return (
    <span className="truncate" title={toVisibleString(host)}>
      {targets.has(host) ? <HostLink host={host} /> : <GuestText text={host} limit={80} />}
    </span>
  );
}

const levels: Readonly<Record<ApiMigration['result'], Level>> = {
  running: 'info',
  finished: 'ok',
  failed: 'critical',
  unknown: 'unknown',
};

/** How it ended, as shape and word. */
export function MigrationResult({ record: { result, percent } }: { readonly record: ApiMigration }) {
  const t = useTranslate();
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle ${result === 'failed' ? 'font-medium text-critical' : ''}`}
      title={result === 'unknown' ? t('migration.unknown.result') : undefined}
    >
      <StatusIcon level={levels[result]} />
      {result === 'running' && percent !== undefined
        ? t('migration.result.running.percent', { percent: Math.floor(percent) })
        : t(`migration.result.${result}`)}
    </span>
  );
}

/** How long the VM stood still. What never switches hosts, or never got there, has none. */
export function Blackout({ record: { blackoutSeconds, result, kind } }: { readonly record: ApiMigration }) {
  const t = useTranslate();
  if (blackoutSeconds !== undefined) return <>{formatMagnitude(blackoutSeconds, t.locale)}</>;
  if (kind === 'storage' || result === 'failed' || result === 'running') return <span className="text-muted">{missing}</span>;
  return <NotKnown what="blackout" />;
}

/** The kind of network that the source host is set up for. */
export function MigrationNetwork({ record: { network } }: { readonly record: ApiMigration }) {
  const t = useTranslate();
  if (network === 'unknown') return <NotKnown what="network" />;
  return (
    <span title={t('migration.network.configured.title')}>
      {t(`migration.net.${network}`)}
      <span className="ml-1.5 text-muted text-xs">{t('migration.network.configured')}</span>
    </span>
  );
}

/** Why it failed, in the words of the host. */
export function MigrationReason({ record: { reason, result } }: { readonly record: ApiMigration }) {
  if (reason !== undefined) {
    return (
      <span className="block truncate max-sm:whitespace-normal" title={toVisibleString(reason)}>
        <GuestText text={reason} />
      </span>
    );
  }
  return result === 'failed' ? <NotKnown what="reason" /> : <span className="text-muted">{missing}</span>;
}
