'use client';

import { keyClass } from '../controls/controls.ts';
import { Dialog } from '../controls/dialog.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { places } from './places.ts';

/** Which keys do what. */
export function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const then = t('shortcuts.then');
  const or = t('shortcuts.or');
  const rows: readonly (readonly [string, readonly string[], string])[] = [
    [t('shortcuts.palette'), ['/', 'Ctrl+K'], or],
    ...places.map(({ key, letter }) => [t(key), ['g', letter], then] as const),
    [t('shortcuts.filter'), ['f'], or],
    [t('shortcuts.rows'), ['↓', '↑'], or],
    [t('shortcuts.ends'), ['Home', 'End'], or],
    [t('shortcuts.row'), ['Enter'], or],
    [t('shortcuts.help'), ['?'], or],
    [t('shortcuts.close'), ['Esc'], or],
  ];
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose}>
      <dl className="min-h-0 overflow-y-auto px-4 py-2">
        {rows.map(([label, keys, between]) => (
          <div key={label} className="flex items-center justify-between gap-4 py-1">
            <dt>{label}</dt>
            <dd className="flex items-center gap-1.5 text-muted text-xs">
              {keys.map((key, index) => (
                <span key={key} className="contents">
                  {index > 0 && <span>{between}</span>}
                  <kbd className={keyClass}>{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
