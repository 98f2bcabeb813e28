'use client';

import type { TypeRow, TypeWord } from '#lib/api/describe-type.ts';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { InlineCode } from './inline-code.client.tsx';

/** The words of a type; what has a name of its own leads there. */
export function TypeWords({ words }: { readonly words: readonly TypeWord[] }) {
  return (
    <span className="break-words font-mono text-muted text-xs">
      {words.map((word, index) =>
        'ref' in word ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of one type never change places
          <a key={index} href={`#type-${word.ref}`}>
            {word.ref}
          </a>
        ) : (
          word.text
        ),
      )}
    </span>
  );
}

/** How far a member is indented; deeper ones stand under the last. */
const indents = ['pl-0', 'pl-5', 'pl-10', 'pl-15', 'pl-20', 'pl-25', 'pl-30'];

interface TypeRowsProps {
  readonly rows: readonly (Omit<TypeRow, 'depth'> & { readonly depth?: number; readonly place?: string })[];
}

/** Members with their types and what they mean, members of members below them. */
export function TypeRows({ rows }: TypeRowsProps) {
  const t = useTranslate();
  return (
    <ul className="divide-y divide-line">
      {rows.map(({ depth = 0, name, type, isRequired, description, place }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one type never change places, and names may come twice
        <li key={index} className={`py-1 ${indents[Math.min(depth, indents.length - 1)]}`}>
          <div className="flex flex-wrap items-baseline gap-x-2">
            {name !== '' && <code className="font-mono text-xs">{name}</code>}
            <TypeWords words={type} />
            {place !== undefined && <span className="text-muted text-xs">{place}</span>}
            {isRequired && place !== undefined && <span className="text-warning text-xs">{t('apiDocs.required')}</span>}
          </div>
          {description !== '' && (
            <p className="max-w-3xl text-muted text-xs" lang="en">
              <InlineCode text={description} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
