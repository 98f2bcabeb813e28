import { z } from 'zod';
import { eventGroups, eventKinds, eventSeverities } from '../derive/event-groups.ts';
import { apiEvents } from '../model/api/events.ts';
import { apiHistory } from '../model/api/history.ts';
import { apiMigrations } from '../model/api/migrations.ts';
import { apiVmPower } from '../model/api/vm-power.ts';
import { migrationKinds, migrationResults } from '../model/migration-words.ts';
import { defineOperations } from './operation.ts';
import { cursor, eventCursor, instant, knownNumber, limit, name, oneOf, someOf, vm } from './query-parameters.ts';

const seen = { group: 'history', permission: 'view' } as const;
const ranges = ['1h', '24h', '7d', '30d'] as const;

/** What was: events, migrations, and the values of metrics over time. */
export const historyOperations = defineOperations({
  'GET /api/v1/events': {
    ...seen,
    id: 'listEvents',
    summary: 'What happened once to VMs and hosts, newest first',
    query: z.strictObject({
      host: name('Only events of this host.'),
      vm: vm('Only events of this VM.'),
      group: someOf(eventGroups, 'Only kinds of these groups.'),
      kind: someOf(eventKinds, 'Only these kinds.'),
      severity: someOf(eventSeverities, 'Only these severities.'),
      range: oneOf(ranges, 'A span up to now. It counts before from and to.'),
      from: instant('Only what happened since.'),
      to: instant('Only what happened before.'),
      after: knownNumber('Only what hvitals took up after the event of this id, whenever it happened.'),
      limit: limit(100),
      cursor: eventCursor,
    }),
    answer: apiEvents,
  },
  'GET /api/v1/migrations': {
    ...seen,
    id: 'listMigrations',
    summary: 'Migrations that ended in a span, and those that run, newest first',
    query: z.strictObject({
      range: oneOf(ranges, 'The span up to now; 24h where it does not say.'),
      host: name('Only migrations from or to this host.'),
      vm: vm('Only migrations of this VM.'),
      result: oneOf(migrationResults, 'Only migrations that ended so.'),
      kind: oneOf(migrationKinds, 'Only migrations of this kind.'),
      limit: limit(500),
      cursor,
    }),
    answer: apiMigrations,
  },
  'GET /api/v1/vms/{vmId}/power': {
    ...seen,
    id: 'readVmPower',
    summary: 'The power and the moves of one VM over a span',
    query: z.strictObject({ range: oneOf(['24h', '7d'], 'The span up to now; 24h where it does not say.') }),
    answer: apiVmPower,
    problems: ['not-found'],
  },
  'GET /api/v1/history': {
    ...seen,
    id: 'readHistory',
    summary: 'Values of metrics over time, one per step',
    description: 'At most 40 series and 2,000 values of each. As a table with `format=csv`, or for `Accept: text/csv`.',
    query: z.strictObject({
      subject: z.string().max(1_000).meta({ description: '`vm:<id>` or `host:<name>`.' }),
      series: z.array(z.string().max(1_000)).meta({ description: 'A metric with its labels; once for each series.' }),
      from: z.string().max(40).meta({ description: 'A date of ISO 8601 with its zone, or UTC milliseconds.' }),
      to: instant('Now where it does not say.'),
      step: z.string().max(20).optional().meta({ description: 'Seconds, or a number with a unit: 15s, 5m, 1h, 1d.' }),
      format: oneOf(['json', 'csv'], 'What the answer is; what `Accept` says counts otherwise.'),
    }),
    answer: apiHistory,
    media: 'csv',
    cost: 'high',
  },
});
