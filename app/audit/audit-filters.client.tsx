'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { buttonClass, inputClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { type AuditFilter, auditOutcomes, auditRangeNames, parseAuditFilter, toAuditHref } from './search-params.ts';

/** Who, what, with which outcome and when: it takes effect when it is sent. */
export function AuditFilters({ filter }: { readonly filter: AuditFilter }) {
  const t = useTranslate();
  const router = useRouter();
  const [actor, setActor] = useState(filter.actor ?? '');
  const [action, setAction] = useState(filter.action ?? '');
  const { outcome = '', range = '' } = filter;
  const show = (changed: Readonly<Record<string, string>> = {}) =>
    router.push(toAuditHref(parseAuditFilter(new URLSearchParams({ actor, action, outcome, range, ...changed }))));
  const send = (event: FormEvent) => {
    event.preventDefault();
    show();
  };
  return (
    <form className="flex flex-wrap items-center gap-2" aria-label={t('audit.filter')} onSubmit={send}>
      <input
        className={`${inputClass} w-52`}
        value={actor}
        maxLength={100}
        aria-label={t('audit.filter.actor')}
        placeholder={t('audit.filter.actor')}
        onChange={({ target }) => setActor(target.value)}
      />
      <input
        className={`${inputClass} w-64`}
        value={action}
        maxLength={100}
        aria-label={t('audit.filter.action')}
        placeholder={t('audit.filter.action')}
        onChange={({ target }) => setAction(target.value)}
      />
      <select
        className={inputClass}
        aria-label={t('audit.outcome')}
        value={outcome}
        onChange={({ target }) => show({ outcome: target.value })}
      >
        <option value="">{t('audit.outcome.any')}</option>
        {auditOutcomes.map((one) => (
          <option key={one} value={one}>
            {t(`audit.outcome.${one}`)}
          </option>
        ))}
      </select>
      <select
        className={inputClass}
        aria-label={t('audit.filter.range')}
        value={range}
        onChange={({ target }) => show({ range: target.value })}
      >
        <option value="">{t('audit.filter.anyTime')}</option>
        {auditRangeNames.map((one) => (
          <option key={one} value={one}>
            {t(`audit.filter.${one}`)}
          </option>
        ))}
      </select>
      <button type="submit" className={buttonClass}>
        {t('audit.filter.apply')}
      </button>
      {Object.keys(filter).length > 0 && (
        <button type="button" className={buttonClass} onClick={() => router.push('/audit')}>
          {t('audit.filter.clear')}
        </button>
      )}
    </form>
  );
}
