'use client';

import { useState } from 'react';
import { levels } from '#lib/derive/vital-sign.ts';
import { CheckRow } from '../_components/controls/check-row.client.tsx';
import { Choice } from '../_components/controls/choice.client.tsx';
import { buttonClass, inputClass, keyClass, primaryButtonClass, quietButtonClass } from '../_components/controls/controls.ts';
import { Dialog } from '../_components/controls/dialog.client.tsx';
import { Popup } from '../_components/controls/popup.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Banner } from '../_components/layout/banner.tsx';
import { Card } from '../_components/layout/card.tsx';
import { Facts } from '../_components/layout/facts.tsx';
import { Notice } from '../_components/layout/notice.tsx';
import { StateNote, stateKinds } from '../_components/layout/state-note.client.tsx';
import { ReadingAge } from '../_components/time/age.client.tsx';
import { SignCards } from '../_components/vm/sign-cards.client.tsx';
import { fresh, stale, vms } from './samples.ts';

export function CardParts() {
  const t = useTranslate();
  const rows = [
    { label: t('vm.generation'), value: '2' },
    { label: t('vm.version'), value: '11.0' },
  ];
  return (
    <div className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Card title={t('vm.facts')} aside={<ReadingAge freshness={fresh} />}>
          <Facts rows={rows} />
        </Card>
        <Card title={t('host.facts')} aside={<ReadingAge freshness={stale} />}>
          <Facts rows={rows} />
        </Card>
      </div>
      {vms[0] !== undefined && <SignCards signs={vms[0].signs} />}
    </div>
  );
}

export function StateParts() {
  const t = useTranslate();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {stateKinds.map((kind) => (
        <Card key={kind}>
          <StateNote kind={kind} />
        </Card>
      ))}
      <Card>
        <Notice title={t('store.unavailable.title')}>
          <p>{t('store.missing')}</p>
        </Notice>
      </Card>
      <Card>
        <Notice title={t('hosts.gone.title')}>
          <p>{t('hosts.gone.body')}</p>
        </Notice>
      </Card>
    </div>
  );
}

export function ControlParts() {
  const t = useTranslate();
  const [choice, setChoice] = useState<'a' | 'b'>('a');
  const [checked, setChecked] = useState(true);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <button type="button" className={buttonClass}>
          {t('style.button')}
        </button>
        <button type="button" className={primaryButtonClass}>
          {t('style.primary')}
        </button>
        <button type="button" className={quietButtonClass}>
          {t('style.quiet')}
        </button>
        <button type="button" className={buttonClass} aria-pressed="true">
          {t('style.choice')}
        </button>
        <button type="button" className={buttonClass} disabled>
          {t('style.disabled')}
        </button>
        <Popup label={t('table.columns')}>
          <CheckRow checked={checked} onChange={() => setChecked(!checked)} aside="12">
            {t('vms.name')}
          </CheckRow>
        </Popup>
        <kbd className={keyClass}>{'⌘'}</kbd>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <input className={inputClass} aria-label={t('style.field')} placeholder={t('vms.filter.placeholder')} />
        <input className={inputClass} aria-label={t('style.invalid')} aria-invalid="true" defaultValue="%00" />
        <input className={inputClass} aria-label={t('style.disabled')} disabled defaultValue="hv01" />
        <select className={inputClass} aria-label={t('style.choice')}>
          <option>{t('table.sort.none')}</option>
        </select>
      </div>
      <div className="grid max-w-md grid-cols-2 gap-3">
        <Choice
          legend={t('style.choice')}
          name="style-choice"
          value={choice}
          values={['a', 'b']}
          label={(value) => t(value === 'a' ? 'style.light' : 'style.dark')}
          onChange={setChoice}
        />
        <div>
          <CheckRow checked={checked} onChange={() => setChecked(!checked)} aside="12">
            {t('level.critical')}
          </CheckRow>
          <CheckRow checked={false} disabled onChange={() => undefined}>
            {t('style.disabled')}
          </CheckRow>
        </div>
      </div>
    </div>
  );
}

export function BannerParts() {
  const t = useTranslate();
  return (
    <div className="space-y-2">
      {levels.map((level) => (
        <Banner key={level} level={level}>
          {t(`level.${level}`)}
        </Banner>
      ))}
    </div>
  );
}

export function DialogParts() {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={buttonClass} onClick={() => setOpen(true)}>
        {t('style.open')}
      </button>
      {open && (
        <Dialog title={t('style.dialogs')} onClose={() => setOpen(false)}>
          <p className="px-4 py-4">{t('style.sample')}</p>
        </Dialog>
      )}
    </>
  );
}
