import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type MigrationFilter, toMigrationParams } from '#lib/model/migration-filter.ts';
import { readApi } from './api-client.ts';

/** `/api/v1/migrations`, read again when the store moves on. While another filter loads, what was there before stays. */
export const migrationsQuery = (filter: MigrationFilter) => {
  const search = toMigrationParams(filter).toString();
  return queryOptions({
    queryKey: ['migrations', search],
    queryFn: ({ signal }) => readApi('GET /api/v1/migrations', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });
};
