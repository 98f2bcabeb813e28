'use client';

import type { FindingCode, Severity } from '#lib/findings/finding.ts';
import type { HostFindingCode } from '#lib/findings/host-finding.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';

interface FindingNameProps {
  readonly code: FindingCode | HostFindingCode;
  readonly severity: Severity;
  readonly className?: string;
}

/** A finding as shape, colour and name; the severity is said to those who see neither. */
export function FindingName({ code, severity, className = '' }: FindingNameProps) {
  const t = useTranslate();
  const title = t(`finding.${code}.title`);
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1.5 align-middle ${className}`}
      data-severity={severity}
      title={title}
    >
      <StatusIcon level={severity} />
      <span className="truncate">
        <span className="sr-only">{t(`severity.${severity}`)}: </span>
        {title}
      </span>
    </span>
  );
}
