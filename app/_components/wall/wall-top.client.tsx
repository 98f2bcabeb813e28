'use client';

import type { Level } from '#lib/derive/vital-sign.ts';
import type { WallNumbers } from '#lib/derive/wall-numbers.ts';
import { formatCount } from '#lib/format/format-count.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';

/** From so many VMs on the numbers need more room than large digits leave. */
const longFrom = 10_000;

/** The numbers that must be read from the far end of the room. */
export function WallTop({ numbers }: { readonly numbers: WallNumbers }) {
  const t = useTranslate();
  const count = (value: number) => formatCount(value, t.locale);
  const { critical, warning, ok, vms, hosts, hostsAnswering, staleVms } = numbers;
  const answering = t('wall.hostsOf', { answering: hostsAnswering, total: hosts });
  return (
    <dl className="wall-counts" data-long={vms >= longFrom || undefined}>
      <Count label={t('wall.critical')} value={count(critical)} level="critical" isCalm={critical === 0} id="critical" />
      <Count label={t('wall.warning')} value={count(warning)} level="warning" isCalm={warning === 0} id="warning" />
      <Count label={t('wall.ok')} value={count(ok)} level="ok" id="ok" />
      {staleVms > 0 && <Count label={t('wall.unknownVms')} value={count(staleVms)} level="unknown" id="stale" />}
      <Count label={t('wall.vms')} value={count(vms)} id="vms" />
      <Count
        label={t('wall.hosts')}
        value={hostsAnswering === hosts ? count(hosts) : answering}
        {...(hostsAnswering < hosts ? { level: 'critical' } : {})}
        id="hosts"
      />
    </dl>
  );
}

interface CountProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly level?: Level;
  /** Nothing is wrong: the number steps back. */
  readonly isCalm?: boolean;
}

function Count({ id, label, value, level, isCalm = false }: CountProps) {
  const colour = level === undefined || isCalm ? '' : levelColour(level);
  return (
    <div className="wall-count" data-count={id} data-calm={isCalm || undefined}>
      <dt>
        {level !== undefined && <StatusIcon level={isCalm ? 'none' : level} className="wall-icon" />}
        {label}
      </dt>
      <dd className={colour}>{value}</dd>
    </div>
  );
}
