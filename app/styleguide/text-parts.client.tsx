'use client';

import { levels } from '#lib/derive/vital-sign.ts';
import { formatBytes } from '#lib/format/format-bytes.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import { CopyCommand } from '../_components/finding/copy-command.client.tsx';
import { FindingCard } from '../_components/finding/finding-card.client.tsx';
import { FindingName } from '../_components/finding/finding-name.client.tsx';
import { Labels, Transport } from '../_components/host/host-facts.client.tsx';
import { HostTable } from '../_components/host/host-table.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { Facts } from '../_components/layout/facts.tsx';
import { Stat } from '../_components/layout/stat.tsx';
import { Sign } from '../_components/status/sign.client.tsx';
import { StaleIcon, StatusIcon } from '../_components/status/status-icon.tsx';
import { GuestText } from '../_components/text/guest-text.client.tsx';
import { Age, ReadingAge } from '../_components/time/age.client.tsx';
import { VmTable } from '../_components/vm/vm-table.client.tsx';
import { colourNames, finding, fresh, guestTexts, host, never, signs, stale, styleNow, vms } from './samples.ts';

const swatches: Readonly<Record<(typeof colourNames)[number], string>> = {
  canvas: 'bg-canvas',
  surface: 'bg-surface',
  raised: 'bg-raised',
  selected: 'bg-selected',
  line: 'bg-line',
  'line-strong': 'bg-line-strong',
  ink: 'bg-ink',
  muted: 'bg-muted',
  accent: 'bg-accent',
  critical: 'bg-critical',
  'critical-tint': 'bg-critical-tint',
  warning: 'bg-warning',
  'warning-tint': 'bg-warning-tint',
  unknown: 'bg-unknown',
  'unknown-tint': 'bg-unknown-tint',
  info: 'bg-info',
  'info-tint': 'bg-info-tint',
  ok: 'bg-ok',
  'ok-tint': 'bg-ok-tint',
  none: 'bg-[var(--hv-none)]',
};

export function ColourParts() {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-2">
      {colourNames.map((name) => (
        <li key={name} className="text-xs">
          <span className={`block h-8 rounded ring-1 ring-line ${swatches[name]}`} />
          <code className="font-mono text-muted">{name}</code>
        </li>
      ))}
    </ul>
  );
}

const sizes = ['text-2xs', 'text-xs', 'text-sm', 'text-base', 'text-xl', 'text-2xl', 'text-4xl'] as const;
const steps = ['w-1', 'w-2', 'w-3', 'w-4', 'w-6', 'w-8'] as const;
const radii = ['rounded-sm', 'rounded', 'rounded-lg'] as const;

export function TypeParts() {
  const t = useTranslate();
  return (
    <div className="space-y-3">
      {sizes.map((size) => (
        <p key={size} className={`${size} truncate`}>
          {t('style.sample')}
        </p>
      ))}
      <div className="flex items-end gap-3">
        {steps.map((step) => (
          <span key={step} className={`${step} h-4 bg-accent`} />
        ))}
        {radii.map((radius) => (
          <span key={radius} className={`${radius} size-8 bg-surface ring-1 ring-line-strong`} />
        ))}
      </div>
    </div>
  );
}

export function StatusParts() {
  const t = useTranslate();
  return (
    <div className="space-y-3">
      <ul className="flex flex-wrap gap-x-5 gap-y-2">
        {levels.map((level) => (
          <li key={level} className="flex items-center gap-1.5">
            <StatusIcon level={level} className="size-5" />
            <StatusIcon level={level} />
            {t(`level.${level}`)}
          </li>
        ))}
        <li className="flex items-center gap-1.5 text-warning">
          <StaleIcon />
          {t('stateNote.stale.title')}
        </li>
      </ul>
      <ul className="grid gap-1 sm:grid-cols-2">
        {signs.map((sign) => (
          <li key={`${sign.level} ${sign.word.key} ${sign.freshness.readAt}`} className="min-w-0">
            <Sign sign={sign} freshness={sign.freshness} />
          </li>
        ))}
      </ul>
    </div>
  );
}

export function BadgeParts() {
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Transport transport="simulated" />
      <Transport transport="ssh" />
      <Labels labels={host.labels} />
      <Labels labels={{}} />
      <FindingName code="heartbeat-lost" severity="critical" />
      <FindingName code="kvp-daemon-missing" severity="warning" />
    </div>
  );
}

export function NumberParts() {
  const t = useTranslate();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <dl className="grid grid-cols-2 gap-3">
        <Stat label={t('overview.vms')} value={t('overview.ofTotal', { value: 24_988, total: 25_000 })}>
          <span>{t('overview.critical', { count: 3 })}</span>
        </Stat>
        <Stat label={t('style.missing')} value={formatBytes(null, t.locale)} />
      </dl>
      <Card>
        <Facts
          rows={[
            { label: t('style.size'), value: [0, 1_536, 21_474_836_480].map((size) => formatBytes(size, t.locale)).join(' · ') },
            {
              label: t('style.duration'),
              value: [85, 1_400, 725_000, 187_200_000].map((ms) => formatDuration(ms, t.locale)).join(' · '),
            },
            { label: t('vms.age'), value: <Age at={styleNow - 95_000} /> },
            { label: t('targets.age'), value: <ReadingAge freshness={fresh} /> },
            { label: t('targets.age'), value: <ReadingAge freshness={stale} /> },
            { label: t('targets.age'), value: <ReadingAge freshness={never} /> },
          ].map((row, index) => ({ ...row, label: index > 3 ? `${row.label} ${index - 2}` : row.label }))}
        />
      </Card>
    </div>
  );
}

export function TableParts() {
  return (
    <div className="space-y-4">
      <Card>
        <VmTable vms={vms} withHost={false} />
      </Card>
      <Card>
        <HostTable hosts={[host]} />
      </Card>
    </div>
  );
}

export function FindingParts() {
  return <FindingCard finding={finding} />;
}

export function CommandParts() {
  const t = useTranslate();
  return (
    <div className="space-y-2">
      <CopyCommand label={t('findings.where.host')} text="Get-VM | Get-VMIntegrationService" />
      <ul className="space-y-1">
        {guestTexts.map((text) => (
          <li key={text}>
            <GuestText text={text} limit={48} />
          </li>
        ))}
      </ul>
    </div>
  );
}
