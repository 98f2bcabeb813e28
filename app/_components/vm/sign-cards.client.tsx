'use client';

import { signNames } from '#lib/derive/vital-sign.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Sign, SignDetail } from '../status/sign.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';

const edges: Readonly<Record<string, string>> = {
  critical: 'shadow-[inset_3px_0_var(--hv-critical)]',
  warning: 'shadow-[inset_3px_0_var(--hv-warning)]',
};

/** The four vital signs with their reasons and ages. */
export function SignCards({ signs }: { readonly signs: ApiVm['signs'] }) {
  const t = useTranslate();
  return (
    <section aria-label={t('vm.signs')}>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {signNames.map((name) => (
          <li
            key={name}
            className={`flex min-w-0 flex-col gap-1 rounded-tremor-default bg-surface px-4 py-3 ring-1 ring-line ${edges[signs[name].level] ?? ''}`}
          >
            <div className="flex items-baseline justify-between gap-2">
              <h2 className="text-muted text-xs">{t(`sign.${name}`)}</h2>
              <span className="text-xs">
                <ReadingAge freshness={signs[name].freshness} />
              </span>
            </div>
            <div className="text-base">
              <Sign sign={signs[name]} freshness={signs[name].freshness} />
            </div>
            <div className="text-xs">
              <SignDetail sign={signs[name]} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
