'use client';

import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { FormDialog } from './form-dialog.client.tsx';

interface EverythingProps {
  /** Alerts that would be hit now. */
  readonly count: number;
  /** Until when, or when, in words. */
  readonly until: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
}

/** The second question before something is made that hits every alert: what would happen, in words. */
export function Everything({ count, until, isBusy, error, onConfirm, onBack }: EverythingProps) {
  const t = useTranslate();
  return (
    <FormDialog
      title={t('everything.title')}
      submit={t('everything.confirm')}
      isBusy={isBusy}
      error={error}
      className="max-w-md"
      isReady={false}
      onSubmit={onConfirm}
      onClose={onBack}
    >
      <p className={`flex items-start gap-2 font-medium ${levelColour('warning')}`}>
        <StatusIcon level="warning" className="mt-0.5 size-4" />
        <span>{t('everything.body', { count })}</span>
      </p>
      <p>{t('everything.until', { until })}</p>
      <p className="text-muted">{t('everything.advice')}</p>
    </FormDialog>
  );
}
