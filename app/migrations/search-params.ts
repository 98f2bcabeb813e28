import { type MigrationFilter, parseMigrationFilter, toMigrationParams } from '#lib/model/migration-filter.ts';
import { type MigrationSort, parseMigrationSort, toSortText } from '../_components/migration/sort-migrations.ts';

/** What the page of migrations shows, as it stands in the URL. */
export interface MigrationsWanted {
  readonly filter: MigrationFilter;
  readonly sort: MigrationSort | undefined;
}

/** A URL's query as what the page shows. What makes no sense is as if it were not there. Pure. */
export function parseMigrationsUrl(params: URLSearchParams): MigrationsWanted {
  return { filter: parseMigrationFilter(params), sort: parseMigrationSort(params.get('sort')) };
}

/** The address of the page. Pure. */
export function toMigrationsHref({ filter, sort }: MigrationsWanted): string {
  const params = toMigrationParams(filter);
  if (sort !== undefined) params.set('sort', toSortText(sort));
  return params.size === 0 ? '/migrations' : `/migrations?${params}`;
}
