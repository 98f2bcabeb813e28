'use client';

import type { ReactNode } from 'react';
import { primaryButtonClass } from '../controls/controls.ts';
import { Dialog } from '../controls/dialog.client.tsx';
import { CopyCommand } from '../finding/copy-command.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Banner } from '../layout/banner.tsx';

interface SecretDialogProps {
  readonly title: string;
  readonly body: ReactNode;
  readonly copies: readonly { readonly label: string; readonly text: string }[];
  readonly onClose: () => void;
}

/** Shows a secret that was just made, this once. */
export function SecretDialog({ title, body, copies, onClose }: SecretDialogProps) {
  const t = useTranslate();
  return (
    <Dialog title={title} onClose={onClose} className="max-w-xl" closesBeside={false}>
      <div className="min-h-0 space-y-3 overflow-y-auto px-4 py-4" data-testid="secret">
        <Banner level="warning">{t('access.once')}</Banner>
        <p>{body}</p>
        {copies.map(({ label, text }) => (
          <CopyCommand key={label} label={label} text={text} />
        ))}
      </div>
      <div className="flex justify-end border-line border-t px-4 py-3">
        <button type="button" className={primaryButtonClass} onClick={onClose}>
          {t('access.close')}
        </button>
      </div>
    </Dialog>
  );
}
