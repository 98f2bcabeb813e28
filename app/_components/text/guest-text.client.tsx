'use client';

import { useState } from 'react';
import { visibleText } from '#lib/format/visible-text.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

/**
 * Text that a guest or a host wrote. It is shown as text, kept apart from the direction of the text around it, with every
 * character that could hide or reorder something made visible. Beyond `limit` characters the rest is behind a button.
 */
export function GuestText({ text, limit = 400 }: { readonly text: string; readonly limit?: number }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const characters = text.length > limit && !open ? `${text.slice(0, limit)}…` : text;
  return (
    <>
      <bdi className="wrap-anywhere">
        {visibleText(characters).map((segment, index) =>
          segment.kind === 'text' ? (
            segment.text
          ) : (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: the segments of one text never change places
              key={index}
              role="img"
              className="mx-px rounded-sm bg-warning-tint px-0.5 font-mono text-[0.85em] text-warning"
              title={segment.code}
              aria-label={t('text.control', { code: segment.code })}
            >
              {segment.text}
            </span>
          ),
        )}
      </bdi>
      {text.length > limit && !open && (
        <button type="button" className="ml-1 cursor-pointer text-accent underline" onClick={() => setOpen(true)}>
          {t('text.more', { count: text.length })}
        </button>
      )}
    </>
  );
}
