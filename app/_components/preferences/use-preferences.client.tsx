'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import type { Locale } from '#lib/i18n/translate.ts';
import { loadTexts } from '../i18n/load-texts.ts';
import { TranslateProvider } from '../i18n/use-translate.client.tsx';
import { browserZone, type Preferences, toCookie } from './preferences.ts';

interface Held extends Preferences {
  change<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void;
}

const PreferencesContext = createContext<Held>({
  theme: 'auto',
  locale: 'en',
  timeZone: browserZone,
  sound: 'off',
  marks: 'on',
  change: () => undefined,
});

/** What the reader of this browser wants, and how to change it. */
export function usePreferences(): Held {
  return useContext(PreferencesContext);
}

const never = () => () => undefined;

/**
 * The zone in which moments are written: undefined for the browser's own. The server does not know that one, so it writes UTC, and
 * the browser writes anew.
 */
export function useTimeZone(): string | undefined {
  const { timeZone } = usePreferences();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (timeZone !== browserZone) return timeZone;
  return inBrowser ? undefined : 'UTC';
}

/** Holds the preferences that came with the request; a change is kept in a cookie and shows at once. */
export function PreferencesProvider({ initial, children }: { readonly initial: Preferences; readonly children: ReactNode }) {
  const router = useRouter();
  const [changed, setChanged] = useState<Partial<Preferences>>({});
  const { theme, locale, timeZone, sound, marks } = { ...initial, ...changed };
  const held = useMemo(
    (): Held => ({
      theme,
      locale,
      timeZone,
      sound,
      marks,
      change(name, value) {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser of the last years
        document.cookie = toCookie(name, value);
        const show = () => {
          setChanged((before) => ({ ...before, [name]: value }));
          if (name === 'theme') document.documentElement.dataset.theme = value;
          if (name === 'locale') document.documentElement.lang = value;
          // The title and what the server wrote come in the new language too; without a server the rest has changed already.
          if (name !== 'sound' && name !== 'marks') router.refresh();
        };
        if (name === 'locale') void loadTexts(value as Locale).then(show);
        else show();
      },
    }),
    [theme, locale, timeZone, sound, marks, router],
  );
  return (
    <PreferencesContext value={held}>
      <TranslateProvider locale={locale}>{children}</TranslateProvider>
    </PreferencesContext>
  );
}
