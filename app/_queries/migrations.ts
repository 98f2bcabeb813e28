import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiMigrations } from '#lib/model/api/migrations.ts';
import { type MigrationFilter, toMigrationParams } from '#lib/model/migration-filter.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/migrations`, read again when the store moves on. While another filter loads, what was there before stays. */
export const migrationsQuery = (filter: MigrationFilter) => {
  const search = toMigrationParams(filter).toString();
  return queryOptions({
    queryKey: ['migrations', search],
    queryFn: ({ signal }) => fetchJson<ApiMigrations>(`/api/v1/migrations${search === '' ? '' : `?${search}`}`, signal),
    placeholderData: keepPreviousData,
  });
};
