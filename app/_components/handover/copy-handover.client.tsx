'use client';

import { useEffect, useState } from 'react';
import type { ApiHandover } from '#lib/model/api/handover.ts';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { buttonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { saveFile } from '../table/save-file.ts';
import { toHandoverText } from './handover-text.ts';

/** For how long a button says what came of it. */
const saidForMs = 3_000;

/** Copies a handover as text, and prints it. Where a browser gives no clipboard, the text comes as a file. */
export function CopyHandover({ handover }: { readonly handover: ApiHandover }) {
  const t = useTranslate();
  const time = useChartTime();
  const [outcome, setOutcome] = useState<'copied' | 'saved'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), saidForMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const text = toHandoverText(handover, { t, time: (at) => time.moment(at, 60_000) });
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // Browsers give the clipboard to pages of HTTPS and of this machine only.
      saveFile('handover.txt', text, 'text/plain;charset=utf-8');
      setOutcome('saved');
    }
  };
  return (
    <span className="flex items-center gap-2 print:hidden">
      <button type="button" className={buttonClass} onClick={() => void copy()}>
        {t('handover.copy')}
      </button>
      <button type="button" className={buttonClass} onClick={() => window.print()}>
        {t('handover.print')}
      </button>
      <span role="status" className="text-xs">
        {outcome === undefined ? '' : t(`handover.${outcome}`)}
      </span>
    </span>
  );
}
