import { type MigrationKind, type MigrationResult, migrationKinds, migrationResults } from './migration-words.ts';
import { parseVmId, type VmId } from './vm-id.ts';

const hourMs = 3_600_000;

/** Spans that end now, by their name in the URL. */
export const migrationRanges = { '1h': hourMs, '24h': 24 * hourMs, '7d': 7 * 24 * hourMs, '30d': 30 * 24 * hourMs } as const;
export type MigrationRange = keyof typeof migrationRanges;
export const migrationRangeNames = Object.keys(migrationRanges) as readonly MigrationRange[];

/** Which migrations are wanted; an absent part restricts nothing. */
export interface MigrationFilter {
  readonly range: MigrationRange;
  /** It is one of both ends. */
  readonly host: string | undefined;
  readonly vm: VmId | undefined;
  readonly result: MigrationResult | undefined;
  readonly kind: MigrationKind | undefined;
}

export const everyMigration: MigrationFilter = {
  range: '24h',
  host: undefined,
  vm: undefined,
  result: undefined,
  kind: undefined,
};

/** No target's name is longer. */
const longestName = 253;

/** A URL's query as a filter. What makes no sense is as if it were not there. Pure. */
export function parseMigrationFilter(params: URLSearchParams): MigrationFilter {
  const host = params.get('host')?.trim() ?? '';
  return {
    range: migrationRangeNames.find((one) => one === params.get('range')) ?? everyMigration.range,
    host: host === '' || host.length > longestName ? undefined : host,
    vm: parseVmId(params.get('vm') ?? ''),
    result: migrationResults.find((one) => one === params.get('result')),
    kind: migrationKinds.find((one) => one === params.get('kind')),
  };
}

/** The query of a filter; what restricts nothing leaves none. Pure. */
export function toMigrationParams({ range, host, vm, result, kind }: MigrationFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (range !== everyMigration.range) params.set('range', range);
  for (const [name, value] of Object.entries({ host, vm, result, kind })) if (value !== undefined) params.set(name, value);
  return params;
}
