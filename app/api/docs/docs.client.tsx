'use client';

import { useEffect, useState } from 'react';
import type { ApiDocs } from '#lib/api/read-docs.ts';
import { buttonClass, inputClass } from '../../_components/controls/controls.ts';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { Card } from '../../_components/layout/card.tsx';
import { PageHeading } from '../../_components/layout/page-heading.tsx';
import { findOperations, parsePlace } from './find-operations.ts';
import { InlineCode } from './inline-code.client.tsx';
import { Operation } from './operation.client.tsx';
import { Types } from './types.client.tsx';

const groupNames = ['fleet', 'alerts', 'silences', 'history', 'stream', 'session', 'access', 'about'] as const;

interface DocsProps {
  readonly docs: ApiDocs;
  readonly origin: string;
}

/** Everything that the API does, made of its OpenAPI document. */
export function Docs({ docs: { version, description, groups, types }, origin }: DocsProps) {
  const t = useTranslate();
  const [text, setText] = useState('');
  const { isOpen, toggle, meant } = usePlaces();
  const shown = findOperations(groups, text);
  const count = shown.reduce((sum, { operations }) => sum + operations.length, 0);
  return (
    <>
      <PageHeading title={t('apiDocs.title')}>
        <span>{t('apiDocs.intro', { version })}</span>
        <a className={`${buttonClass} no-underline hover:bg-raised`} href="/api/v1/openapi.json" download="hvitals-openapi.json">
          {t('apiDocs.download')}
        </a>
      </PageHeading>
      <div className="grid gap-4">
        <Card title={t('apiDocs.general')}>
          <General text={description} />
        </Card>
        <search className="flex flex-wrap items-center gap-3">
          <input
            type="search"
            className={`${inputClass} w-full sm:w-80`}
            aria-label={t('apiDocs.filter')}
            placeholder={t('apiDocs.filter.placeholder')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <span role="status" className="text-muted">
            {count === 0 ? t('apiDocs.filter.none') : t('apiDocs.count', { count })}
          </span>
        </search>
        {shown.map(({ name, description: about, operations }) => (
          <Card key={name} title={t(`apiDocs.group.${groupNames.find((one) => one === name) ?? 'about'}`)}>
            <p className="border-line border-b px-4 py-2 text-muted" lang="en">
              {about}
            </p>
            <ul className="divide-y divide-line">
              {operations.map((operation) => (
                <Operation
                  key={operation.id}
                  operation={operation}
                  origin={origin}
                  isOpen={isOpen(`op-${operation.id}`)}
                  isMeant={meant === `op-${operation.id}`}
                  onToggle={() => toggle(`op-${operation.id}`)}
                />
              ))}
            </ul>
          </Card>
        ))}
        <Types types={types} isOpen={isOpen} onToggle={toggle} meant={meant} />
      </div>
    </>
  );
}

/** What is open: what people opened, and what the address names. */
function usePlaces() {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [meant, setMeant] = useState<string>();
  useEffect(() => {
    const look = () => {
      const place = parsePlace(window.location.hash);
      if (place === undefined) return;
      const name = `${place.kind}-${place.name}`;
      setOpen((before) => new Set([...before, name]));
      setMeant(name);
    };
    look();
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  const toggle = (name: string) =>
    setOpen((before) => (before.has(name) ? new Set([...before].filter((one) => one !== name)) : new Set([...before, name])));
  return { isOpen: (name: string) => open.has(name), toggle, meant };
}

/** Paragraphs, and points that begin with a hyphen. */
function General({ text }: { readonly text: string }) {
  const lines = text.split('\n').filter((line) => line !== '');
  return (
    <div className="grid max-w-4xl gap-1 px-4 py-2" lang="en">
      {lines
        .filter((line) => !line.startsWith('- '))
        .map((line) => (
          <p key={line}>
            <InlineCode text={line} />
          </p>
        ))}
      <ul className="list-disc pl-5">
        {lines
          .filter((line) => line.startsWith('- '))
          .map((line) => (
            <li key={line}>
              <InlineCode text={line.slice(2)} />
            </li>
          ))}
      </ul>
    </div>
  );
}
