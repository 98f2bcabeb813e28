'use client';

import { useEffect, useRef } from 'react';
import type { ApiDocs } from '#lib/api/read-docs.ts';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { Card } from '../../_components/layout/card.tsx';
import { InlineCode } from './inline-code.client.tsx';
import { TypeRows, TypeWords } from './type-rows.client.tsx';

interface TypesProps {
  readonly types: ApiDocs['types'];
  readonly isOpen: (place: string) => boolean;
  readonly onToggle: (place: string) => void;
  readonly meant: string | undefined;
}

/** Shapes that have a name of their own, to which operations lead. */
export function Types({ types, isOpen, onToggle, meant }: TypesProps) {
  const t = useTranslate();
  return (
    <Card title={t('apiDocs.types')}>
      <ul className="divide-y divide-line">
        {types.map((type) => (
          <Type
            key={type.name}
            type={type}
            isOpen={isOpen(`type-${type.name}`)}
            isMeant={meant === `type-${type.name}`}
            onToggle={() => onToggle(`type-${type.name}`)}
          />
        ))}
      </ul>
    </Card>
  );
}

interface TypeProps {
  readonly type: ApiDocs['types'][number];
  readonly isOpen: boolean;
  readonly isMeant: boolean;
  readonly onToggle: () => void;
}

function Type({ type: { name, description, type, rows }, isOpen, isMeant, onToggle }: TypeProps) {
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMeant) place.current?.scrollIntoView({ block: 'start' });
  }, [isMeant]);
  return (
    <li id={`type-${name}`} ref={place} className="scroll-mt-16">
      <h3>
        <button
          type="button"
          className="flex w-full min-w-0 cursor-pointer flex-wrap items-baseline gap-x-3 px-4 py-2 text-left hover:bg-raised"
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          <span className="font-mono font-semibold text-xs">{name}</span>
          <span className="min-w-0 text-muted" lang="en">
            <InlineCode text={description} />
          </span>
        </button>
      </h3>
      {isOpen && (
        <div className="border-line border-t bg-raised px-4 py-3">
          {rows.length === 0 ? <TypeWords words={type} /> : <TypeRows rows={rows} />}
        </div>
      )}
    </li>
  );
}
