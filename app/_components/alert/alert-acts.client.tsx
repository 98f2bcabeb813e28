'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { Matcher } from '#lib/alerting/matcher.ts';
import { problemWords } from '../act/problem-words.ts';
import { useAcks } from '../act/use-acks.client.tsx';
import { useName } from '../act/use-name.client.tsx';
import { quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

// A page begins without what only a click needs.
const AckDialog = dynamic(() => import('../act/ack-dialog.client.tsx').then((part) => part.AckDialog));
const ByDialog = dynamic(() => import('../act/by-dialog.client.tsx').then((part) => part.ByDialog));
const SilenceDialog = dynamic(() => import('../act/silence-dialog.client.tsx').then((part) => part.SilenceDialog));

/** What can be done about alerts. `what` names them in a few words. */
interface Acts {
  acknowledge(fingerprints: readonly string[], what: string): void;
  undo(fingerprint: string, what: string): void;
  silence(matchers: readonly Matcher[], what: string): void;
}

type Asked =
  | { readonly kind: 'acknowledge'; readonly fingerprints: readonly string[]; readonly what: string }
  | { readonly kind: 'undo'; readonly fingerprint: string; readonly what: string }
  | { readonly kind: 'silence'; readonly matchers: readonly Matcher[]; readonly what: string };

const nothing = () => undefined;
const ActsContext = createContext<Acts>({ acknowledge: nothing, undo: nothing, silence: nothing });

export function useActs(): Acts {
  return useContext(ActsContext);
}

/** Holds the one dialog that is open, and says above the alerts what the server refused. */
export function AlertActs({ children }: { readonly children: ReactNode }) {
  const t = useTranslate();
  const [name] = useName();
  const [asked, setAsked] = useState<Asked>();
  const { mutate, reset, error, variables } = useAcks();
  const close = () => setAsked(undefined);
  const acts = useMemo(
    (): Acts => ({
      acknowledge: (fingerprints, what) => setAsked({ kind: 'acknowledge', fingerprints, what }),
      undo(fingerprint, what) {
        // Whose name is known is not asked again: it is taken back by one click, and given by two.
        if (name === '') setAsked({ kind: 'undo', fingerprint, what });
        else mutate({ fingerprints: [fingerprint], by: name, note: undefined });
      },
      silence: (matchers, what) => setAsked({ kind: 'silence', matchers, what }),
    }),
    [name, mutate],
  );
  return (
    <ActsContext value={acts}>
      {error !== null && (
        <div role="alert" className="mb-4 flex items-center gap-3 rounded-lg bg-critical-tint px-4 py-2 text-critical">
          <span className="flex-1">
            {t(variables?.note === undefined ? 'act.undo.refused' : 'act.acknowledge.refused')} {problemWords(error, t)}
          </span>
          <button type="button" className={quietButtonClass} onClick={reset}>
            {t('dialog.close')}
          </button>
        </div>
      )}
      {children}
      {asked?.kind === 'acknowledge' && (
        <AckDialog
          what={asked.what}
          count={asked.fingerprints.length}
          onAck={(by, note) => mutate({ fingerprints: asked.fingerprints, by, note })}
          onClose={close}
        />
      )}
      {asked?.kind === 'undo' && (
        <ByDialog
          title={t('act.undo.title')}
          body={asked.what}
          submit={t('act.undo')}
          send={(by) => writeApi('DELETE /api/v1/alerts/{fingerprint}/ack', { fingerprint: asked.fingerprint }, { by })}
          onClose={close}
        />
      )}
      {asked?.kind === 'silence' && (
        <SilenceDialog matchers={asked.matchers} comment={t('silence.preset', { what: asked.what })} onClose={close} />
      )}
    </ActsContext>
  );
}
