'use client';

import { useState } from 'react';
import { locales } from '#lib/i18n/translate.ts';
import { Choice } from '../controls/choice.client.tsx';
import { inputClass } from '../controls/controls.ts';
import { Dialog } from '../controls/dialog.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { browserZone, switchStates, themes } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.client.tsx';

/** Theme, language and time zone of this browser. */
export function DisplaySettings({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const { theme, locale, sound, change } = usePreferences();
  return (
    <Dialog title={t('display.title')} onClose={onClose}>
      <div className="min-h-0 space-y-4 overflow-y-auto px-4 py-3">
        <Choice
          legend={t('display.theme')}
          name="theme"
          value={theme}
          values={themes}
          label={(one) => t(`display.theme.${one}`)}
          onChange={(one) => change('theme', one)}
        />
        <Choice
          legend={t('display.language')}
          name="language"
          value={locale}
          values={locales}
          label={(one) => <span lang={one}>{t(`display.language.${one}`)}</span>}
          onChange={(one) => change('locale', one)}
        />
        <ZoneChoice />
        <Choice
          legend={t('watch.sound')}
          name="sound"
          value={sound}
          values={switchStates}
          label={(one) => t(`watch.sound.choice.${one}`)}
          onChange={(one) => change('sound', one)}
        />
        <p className="text-muted text-xs">{t('watch.sound.hint')}</p>
        <p className="text-muted text-xs">{t('display.kept')}</p>
      </div>
    </Dialog>
  );
}

const zoneKinds = ['browser', 'utc', 'named'] as const;

function ZoneChoice() {
  const t = useTranslate();
  const { timeZone, change } = usePreferences();
  const [naming, setNaming] = useState(false);
  const kind = naming ? 'named' : timeZone === browserZone ? 'browser' : timeZone === 'UTC' ? 'utc' : 'named';
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Choice
        legend={t('display.zone')}
        name="zone"
        value={kind}
        values={zoneKinds}
        label={(one) => t(`display.zone.${one}`)}
        onChange={(one) => {
          setNaming(one === 'named');
          if (one !== 'named') change('timeZone', one === 'utc' ? 'UTC' : browserZone);
        }}
      />
      {kind === 'browser' && <p className="text-muted text-xs">{own}</p>}
      {kind === 'named' && (
        <select
          className={`${inputClass} w-full`}
          aria-label={t('display.zone.name')}
          value={timeZone === browserZone || timeZone === 'UTC' ? own : timeZone}
          onChange={({ target }) => change('timeZone', target.value)}
        >
          {[...new Set([own, ...Intl.supportedValuesOf('timeZone')])].toSorted().map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </select>
      )}
    </>
  );
}
