'use client';

import type { WallBoard, WallHost } from '#lib/derive/wall-board.ts';
import type { WallLine } from '#lib/derive/wall-lines.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

/** A screen reader is given the worst ones; the pages have all. */
const mostRows = 100;

interface WallTablesProps {
  readonly lines: readonly WallLine[];
  readonly troubled: readonly WallHost[];
  readonly words: WallBoard['words'];
}

/** The map as text, for those who cannot see it. */
export function WallTables({ lines, troubled, words }: WallTablesProps) {
  const t = useTranslate();
  return (
    <div className="sr-only">
      <table>
        <caption>{t('wall.table.hosts')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('wall.table.host')}</th>
            <th scope="col">{t('wall.table.problem')}</th>
          </tr>
        </thead>
        <tbody>
          {troubled.slice(0, mostRows).map(({ ref, name, word }) => {
            const message = words.get(word);
            return (
              <tr key={ref}>
                <th scope="row">{toVisibleString(name)}</th>
                <td>{message === undefined ? '' : toVisibleString(t.message(message))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <table data-testid="wall-table">
        <caption>{t('wall.table.problems')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('wall.table.vm')}</th>
            <th scope="col">{t('wall.table.host')}</th>
            <th scope="col">{t('wall.table.problem')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, mostRows).map(({ key, names, host, level, word }) => (
            <tr key={key}>
              <th scope="row">{toVisibleString(names[0] ?? '')}</th>
              <td>{toVisibleString(host)}</td>
              <td>
                {t(`level.${level}`)}: {toVisibleString(t.message(word))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
