'use client';

import { formatMagnitude } from '#lib/format/format-offset.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Stat } from '../layout/stat.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { MigrationVm } from './migration-cells.client.tsx';
import { migrationNumbers } from './migration-numbers.ts';

/** The numbers that the page of migrations leads with, each with what is not known of it. */
export function MigrationStats({ records }: { readonly records: readonly ApiMigration[] }) {
  const t = useTranslate();
  const numbers = migrationNumbers(records);
  return (
    <dl aria-label={t('migrations.numbers')} className="grid auto-rows-fr grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      <Stat label={t('migrations.finished')} value={String(numbers.finished)}>
        {numbers.withoutDuration > 0 && <span>{t('migrations.finished.noDuration', { count: numbers.withoutDuration })}</span>}
      </Stat>
      <Stat
        label={t('migrations.failed')}
        value={
          <span className="flex items-center gap-2">
            {numbers.failed > 0 && <StatusIcon level="critical" className="size-5" />}
            {String(numbers.failed)}
          </span>
        }
      >
        {numbers.withoutReason > 0 && <span>{t('migrations.failed.noReason', { count: numbers.withoutReason })}</span>}
      </Stat>
      <Stat label={t('migrations.running')} value={String(numbers.running)}>
        {numbers.withoutStart > 0 && <span>{t('migrations.running.noStart', { count: numbers.withoutStart })}</span>}
        {numbers.lost > 0 && <span>{t('migrations.running.lost', { count: numbers.lost })}</span>}
      </Stat>
      <Stat
        label={t('migrations.blackout.median')}
        value={numbers.medianBlackout === undefined ? missing : formatMagnitude(numbers.medianBlackout, t.locale)}
      >
        {numbers.measured > 0 && <span>{t('migrations.blackout.measured', { count: numbers.measured })}</span>}
        {numbers.unmeasured > 0 && <span>{t('migrations.blackout.missing', { count: numbers.unmeasured })}</span>}
      </Stat>
      <Longest record={numbers.longest} />
    </dl>
  );
}

function Longest({ record }: { readonly record: ApiMigration | undefined }) {
  const t = useTranslate();
  return (
    <Stat
      label={t('migrations.blackout.longest')}
      value={record === undefined ? missing : formatMagnitude(record.blackoutSeconds, t.locale)}
    >
      {record === undefined ? (
        <span>{t('migrations.blackout.none')}</span>
      ) : (
        <span className="min-w-0">
          <MigrationVm record={record} />
        </span>
      )}
    </Stat>
  );
}
