'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

/** For how long the button says what came of it. */
const saidForMs = 3_000;

type Outcome = 'copied' | 'failed';

interface CopyCommandProps {
  /** What the command is for, such as "Debian". */
  readonly label: string;
  readonly text: string;
}

/** The text in pieces that break at spaces alone: a browser would part options such as `--now` after a hyphen. */
function words(text: string): readonly ReactNode[] {
  return text.split(' ').flatMap((word, index) => {
    const piece = (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of one command never change places
      <span key={index} className="inline-block max-w-full align-top wrap-anywhere">
        {word}
      </span>
    );
    return index === 0 ? [piece] : [' ', piece];
  });
}

/**
 * A command with a button that copies it. Browsers give the clipboard to pages of HTTPS and of this machine only; elsewhere the command is
 * selected, so that one key copies it.
 */
export function CopyCommand({ label, text }: CopyCommandProps) {
  const t = useTranslate();
  const code = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), saidForMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // No clipboard on this page, or not allowed: select it instead, and say so.
      if (code.current !== null) window.getSelection()?.selectAllChildren(code.current);
      setOutcome('failed');
    }
  };
  return (
    <div className="flex min-w-0 items-start gap-2 rounded bg-raised py-1 pr-1 pl-2.5 ring-1 ring-line">
      <div className="min-w-0 grow">
        <div className="text-muted text-xs">{label}</div>
        <code ref={code} className="block font-mono text-xs leading-5">
          {words(text)}
        </code>
      </div>
      <button type="button" className={`${quietButtonClass} shrink-0 text-xs`} onClick={() => void copy()}>
        {t(outcome === undefined ? 'findings.copy' : `findings.${outcome}`)}
        <span className="sr-only"> ({label})</span>
      </button>
      <span role="status" className="sr-only">
        {outcome === undefined ? '' : t(`findings.${outcome}`)}
      </span>
    </div>
  );
}
