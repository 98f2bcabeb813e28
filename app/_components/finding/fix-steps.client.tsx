'use client';

import type { Message } from '#lib/i18n/message.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiFinding } from '#lib/model/api/findings.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { CopyCommand } from './copy-command.client.tsx';

type Command = ApiFinding['fixes'][number]['commands'][number];

/** What to do, with commands: those for this guest first, those for other systems behind one click. */
export function FixSteps({ fixes }: { readonly fixes: ApiFinding['fixes'] }) {
  const t = useTranslate();
  return (
    <ol className="space-y-3">
      {fixes.map(({ message, commands }) => (
        <li key={message.key}>
          <p>{t.message(message as Message)}</p>
          <Commands commands={commands} />
        </li>
      ))}
    </ol>
  );
}

function Commands({ commands }: { readonly commands: readonly Command[] }) {
  const t = useTranslate();
  const fitting = commands.filter(({ where, fits }) => where === 'host' || fits === true);
  const others = commands.filter((command) => !fitting.includes(command));
  return (
    <>
      <CommandList commands={fitting} />
      {others.length > 0 && (
        <details className="mt-1.5">
          <summary className="cursor-pointer text-muted text-xs hover:text-ink">
            {t(fitting.length > 0 ? 'findings.otherSystems' : 'findings.bySystem')}
          </summary>
          <CommandList commands={others} />
        </details>
      )}
    </>
  );
}

function CommandList({ commands }: { readonly commands: readonly Command[] }) {
  const t = useTranslate();
  if (commands.length === 0) return null;
  return (
    <ul className="mt-1.5 space-y-1.5">
      {commands.map((command) => (
        <li key={`${command.family} ${command.text}`}>
          <CopyCommand label={labelOf(command, t)} text={command.text} />
        </li>
      ))}
    </ul>
  );
}

function labelOf({ where, family }: Command, t: Translate): string {
  const place = t(`findings.where.${where}`);
  return family === undefined ? place : t('findings.where.family', { family: t(`guestFamily.${family}`), place });
}
