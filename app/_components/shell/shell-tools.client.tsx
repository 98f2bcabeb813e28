'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { buttonClass, keyClass, quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { readShortcut } from './read-shortcut.ts';

// Loaded when they are asked for: they are on every page and rarely open.
const Palette = dynamic(() => import('./palette.client.tsx').then((module) => module.Palette));
const Shortcuts = dynamic(() => import('./shortcuts.client.tsx').then((module) => module.Shortcuts));
const DisplaySettings = dynamic(() => import('./display-settings.client.tsx').then((module) => module.DisplaySettings));

type Open = 'palette' | 'help' | 'display' | undefined;

/** The tools at the right of the header, and the keys that open them from anywhere. */
export function ShellTools() {
  const t = useTranslate();
  const [open, setOpen] = useState<Open>();
  useShortcuts(open !== undefined, setOpen);
  const close = () => setOpen(undefined);
  return (
    <div className="flex items-center gap-1">
      <button
        type="button"
        className={`${buttonClass} max-sm:px-1.5`}
        aria-label={t('palette.open')}
        onClick={() => setOpen('palette')}
      >
        <svg viewBox="0 0 16 16" className="size-3.5 text-muted" aria-hidden="true" focusable="false">
          <circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="m10.5 10.5 3.7 3.7" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        </svg>
        <span className="text-muted max-sm:hidden">{t('palette.open')}</span>
        <kbd className={`${keyClass} max-sm:hidden`}>{'/'}</kbd>
      </button>
      <button
        type="button"
        className={`${quietButtonClass} max-sm:hidden`}
        aria-label={t('shortcuts.open')}
        title={t('shortcuts.open')}
        onClick={() => setOpen('help')}
      >
        {'?'}
      </button>
      <button
        type="button"
        className={`${quietButtonClass} max-sm:px-1.5`}
        aria-label={t('display.open')}
        title={t('display.open')}
        onClick={() => setOpen('display')}
      >
        <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true" focusable="false">
          <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
        </svg>
      </button>
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'help' && <Shortcuts onClose={close} />}
      {open === 'display' && <DisplaySettings onClose={close} />}
    </div>
  );
}

/** Keys that work on every page, while no dialog is open. */
function useShortcuts(busy: boolean, setOpen: (open: Open) => void): void {
  const router = useRouter();
  const gAt = useRef<number>(undefined);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (busy || event.defaultPrevented || event.isComposing) return;
    const found = readShortcut({ ...strokeOf(event), writing: isWriting(event.target) }, event.timeStamp, gAt.current);
    gAt.current = found === 'wait' ? event.timeStamp : undefined;
    if (found === undefined || found === 'wait') return;
    if (found.kind === 'filter') {
      const filter = document.querySelector<HTMLInputElement>('[data-table-filter]');
      if (filter === null) return;
      filter.focus();
    } else if (found.kind === 'go') router.push(found.href);
    else setOpen(found.kind);
    event.preventDefault();
  });
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function strokeOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return { key, ctrlKey, metaKey, altKey };
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}
