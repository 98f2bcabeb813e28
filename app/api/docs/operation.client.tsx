'use client';

import { useEffect, useRef } from 'react';
import type { AnswerDocs, OperationDocs } from '#lib/api/read-docs.ts';
import { CopyCommand } from '../../_components/finding/copy-command.client.tsx';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { toCurl } from './find-operations.ts';
import { InlineCode } from './inline-code.client.tsx';
import { TypeRows, TypeWords } from './type-rows.client.tsx';

const methodClass: Readonly<Record<string, string>> = {
  GET: 'text-info',
  POST: 'text-ok',
  PUT: 'text-warning',
  DELETE: 'text-critical',
};
const roles = ['none', 'wall-link', 'viewer', 'operator', 'admin'] as const;
const places = ['path', 'query', 'header'] as const;

interface OperationProps {
  readonly operation: OperationDocs;
  readonly origin: string;
  readonly isOpen: boolean;
  /** The address names it. */
  readonly isMeant: boolean;
  readonly onToggle: () => void;
}

/** One operation: a line, and below it everything else once it is opened. */
export function Operation({ operation, origin, isOpen, isMeant, onToggle }: OperationProps) {
  const t = useTranslate();
  const { id, method, path, summary } = operation;
  const role = roles.find((one) => one === operation.role) ?? 'admin';
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMeant) place.current?.scrollIntoView({ block: 'start' });
  }, [isMeant]);
  return (
    <li id={`op-${id}`} ref={place} className="scroll-mt-16">
      <h3 className="flex items-start">
        <button
          type="button"
          className="flex min-w-0 grow cursor-pointer flex-wrap items-baseline gap-x-3 px-4 py-2 text-left hover:bg-raised"
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          <span className={`w-14 shrink-0 font-mono font-semibold text-xs ${methodClass[method] ?? ''}`}>{method}</span>
          <span className="min-w-0 break-words font-mono text-xs">{path}</span>
          <span className="text-muted" lang="en">
            {summary}
          </span>
          <span className="ml-auto text-muted text-xs">{t(`apiDocs.role.${role}`)}</span>
        </button>
        <a className="px-2 py-2 text-muted" href={`#op-${id}`} aria-label={t('apiDocs.link', { name: id })}>
          #
        </a>
      </h3>
      {isOpen && (
        <div className="grid gap-4 border-line border-t bg-raised px-4 py-3">
          {operation.description !== '' && (
            <p className="max-w-3xl" lang="en">
              <InlineCode text={operation.description} />
            </p>
          )}
          <CopyCommand label={t('apiDocs.example')} text={toCurl(operation.example, origin)} />
          <Details operation={operation} />
        </div>
      )}
    </li>
  );
}

function Details({ operation: { parameters, body, answers } }: { readonly operation: OperationDocs }) {
  const t = useTranslate();
  const rows = parameters.map((one) => ({
    ...one,
    place: t(`apiDocs.place.${places.find((place) => place === one.place) ?? 'query'}`),
  }));
  return (
    <>
      {rows.length > 0 && (
        <Part title={t('apiDocs.parameters')}>
          <TypeRows rows={rows} />
        </Part>
      )}
      {body !== undefined && (
        <Part title={t('apiDocs.body')}>
          <TypeWords words={body.type} />
          <TypeRows rows={body.rows} />
        </Part>
      )}
      <Part title={t('apiDocs.answers')}>
        <ul className="divide-y divide-line">
          {answers.map((answer) => (
            <Answer key={answer.status} answer={answer} />
          ))}
        </ul>
      </Part>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className="min-w-0">
      <h4 className="mb-1 font-semibold text-xs">{title}</h4>
      {children}
    </section>
  );
}

function Answer({ answer: { status, description, schema } }: { readonly answer: AnswerDocs }) {
  return (
    <li className="flex gap-3 py-1">
      <span className={`w-14 shrink-0 font-mono text-xs ${Number(status) < 400 ? 'text-ok' : 'text-muted'}`}>{status}</span>
      <div className="min-w-0 grow text-xs">
        {description.split('\n\n').map((line) => (
          <p key={line} className="max-w-3xl text-muted" lang="en">
            <InlineCode text={line} />
          </p>
        ))}
        {schema !== undefined && (
          <>
            <TypeWords words={schema.type} />
            <TypeRows rows={schema.rows} />
          </>
        )}
      </div>
    </li>
  );
}
