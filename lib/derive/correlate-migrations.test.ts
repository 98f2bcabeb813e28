import { describe, expect, it } from 'vitest';
import { correlateMigrations } from './correlate-migrations.ts';
import type { MigrationEvent, MigrationHost } from './migration-observations.ts';

const at = Date.UTC(2026, 10, 23, 7, 40);
const hosts: readonly MigrationHost[] = ['hv01', 'hv02', 'hv03'].map((name) => ({ name, computerName: name.toUpperCase() }));
let lastId = 0;

function event(host: string, kind: string, seconds: number, detail: object, vmId: string | undefined = 'vm'): MigrationEvent {
  lastId += 1;
  return { id: lastId, host, key: `${kind} ${lastId}`, vmId, kind, at: at + seconds * 1_000, detail };
}
const job = (host: string, kind: string, over: object = {}) =>
  event(host, `migration-${kind}`, kind === 'running' ? 0 : 60, {
    source: 'job',
    job: 'J',
    type: 'live',
    destination: 'HV02.corp.example.com',
    startedAt: at,
    network: 'tcp',
    ...(kind === 'running' ? {} : { endedAt: at + 60_000 }),
    ...over,
  });
const logged = (host: string, seconds: number, over: object = {}) =>
  event(host, 'migration-finished', seconds, { source: 'log', eventId: 20_415, live: true, blackoutSeconds: 0.5, ...over });
const placed = (from: string, to: string, seconds: number, over: object = {}) =>
  event(to, 'placed', seconds, { from, to, notBefore: at + (seconds - 15) * 1_000, notAfter: at + seconds * 1_000, ...over });
const of = (events: readonly MigrationEvent[], options: Partial<Parameters<typeof correlateMigrations>[1]> = {}) =>
  correlateMigrations(events, { hosts, running: [], ...options });

describe('one record', () => {
  it('names the hosts whose logs speak of it where they say of no end, and guesses neither end', () => {
    const [alone] = of([logged('hv02', 59)]);
    expect(alone).toMatchObject({ result: 'finished', witnesses: ['hv02'] });
    expect([alone?.fromHost, alone?.toHost]).toEqual([undefined, undefined]);
    expect(of([logged('hv02', 59), logged('hv01', 60)])).toMatchObject([{ witnesses: ['hv01', 'hv02'] }]);
    expect(of([logged('hv02', 59, { side: 'destination' })])[0]?.witnesses).toBeUndefined();
    expect(of([logged('hv02', 59), placed('hv01', 'hv02', 70)])[0]?.witnesses).toBeUndefined();
  });

  it('of all that four words say, with the times of the log and the job', () => {
    const events = [
      job('hv01', 'running'),
      job('hv01', 'finished'),
      logged('hv02', 59),
      placed('hv01', 'hv02', 70, { keptRunning: true }),
    ];
    const ids = events.map(({ id }) => id);
    expect(of(events)).toEqual([
      {
        id: `vm ${ids[0]}`,
        vmId: 'vm',
        kind: 'live',
        result: 'finished',
        fromHost: 'hv01',
        toHost: 'hv02',
        startedAt: at,
        finishedAt: at + 59_000,
        blackoutSeconds: 0.5,
        network: 'tcp',
        at: at + 59_000,
        evidence: ids,
      },
    ]);
  });

  it('of a job that runs, with its progress, and of one that nobody saw end', () => {
    const running = [{ host: 'hv01', job: 'J', percent: 37 }];
    expect(of([job('hv01', 'running')], { running })).toMatchObject([{ result: 'running', percent: 37, at }]);
    const [lost] = of([job('hv01', 'running')]);
    expect([lost?.result, lost?.percent, lost?.finishedAt]).toEqual(['unknown', undefined, undefined]);
  });

  it('where only the source is monitored: the destination as Hyper-V names it', () => {
    const [record] = of([job('hv01', 'finished', { destination: 'HV77.corp.example.com' })]);
    expect([record?.fromHost, record?.toHost]).toEqual(['hv01', 'HV77.corp.example.com']);
  });

  it('where only the destination is monitored: nothing but that it finished, for its log does not say which end it is', () => {
    const [record] = of([logged('hv02', 10)]);
    expect(record).toMatchObject({ kind: 'live', result: 'finished', network: 'unknown', blackoutSeconds: 0.5 });
    expect([record?.fromHost, record?.toHost, record?.startedAt]).toEqual([undefined, undefined, undefined]);
  });

  it('of a failure that the source and a job tell, with the words of the log', () => {
    const failure = event('hv01', 'migration-failed', 61, { source: 'log', eventId: 21_024, side: 'source', reason: 'log' });
    expect(of([job('hv01', 'failed', { reason: 'job' }), failure])).toMatchObject([
      { result: 'failed', reason: 'log', fromHost: 'hv01', toHost: 'hv02' },
    ]);
  });

  it('by exclusion: a failure at the source, and another host that was an end', () => {
    const failure = event('hv01', 'migration-failed', 61, { source: 'log', eventId: 21_024, side: 'source' });
    const atOther = event('hv03', 'migration-failed', 62, { source: 'log', eventId: 21_111 });
    expect(of([failure, atOther])).toMatchObject([{ fromHost: 'hv01', toHost: 'hv03' }]);
  });
});

describe('two records', () => {
  it.each<[string, readonly MigrationEvent[]]>([
    ['of one host that logs twice', [logged('hv01', 0), logged('hv01', 5)]],
    ['of two hosts with different blackouts', [logged('hv01', 0), logged('hv02', 5, { blackoutSeconds: 0.7 })]],
    ['of a log whose host was none of both ends', [placed('hv01', 'hv02', 10), logged('hv03', 5)]],
    ['of a failure and a success', [job('hv01', 'failed'), logged('hv01', 60)]],
    ['of a way there and a way back', [placed('hv01', 'hv02', 20), placed('hv02', 'hv01', 20)]],
    [
      'of storage that moved while the log tells of a live migration',
      [job('hv01', 'finished', { type: 'storage' }), logged('hv01', 60)],
    ],
    ['of a log before the beginning of a job', [logged('hv01', -5), job('hv01', 'running')]],
    ['of two VMs', [logged('hv01', 0), { ...logged('hv01', 0), vmId: 'other' }]],
  ])('%s', (_what, events) => {
    expect(of(events)).toHaveLength(2);
  });
});

describe('clocks', () => {
  const late = [job('hv01', 'finished'), logged('hv02', 60 + 300)];
  const withClock = (seconds: number) =>
    hosts.map((host) => (host.name === 'hv02' ? { ...host, clock: { seconds, boundSeconds: 0.1 } } : host));

  it('five minutes apart are joined where they are known, and their times corrected', () => {
    expect(of(late, { hosts: withClock(300) })).toMatchObject([{ finishedAt: at + 60_000, startedAt: at }]);
  });

  it('five minutes apart are not joined where nothing is known of them, or they are known to be right', () => {
    expect([of(late).length, of(late, { hosts: withClock(0) }).length]).toEqual([2, 2]);
  });
});

describe('kinds of placements', () => {
  const power = (host: string, kind: string, seconds: number) => event(host, kind, seconds, {});
  const kindOf = (events: readonly MigrationEvent[]) => of(events).map(({ kind }) => kind);

  it.each<[string, readonly MigrationEvent[], string]>([
    [
      'saved there and restored here',
      [power('hv01', 'saved', 0), power('hv02', 'restored', 15), placed('hv01', 'hv02', 20)],
      'quick',
    ],
    [
      'saved there and started here',
      [power('hv01', 'saved', 0), power('hv02', 'started', 15), placed('hv01', 'hv02', 20)],
      'unknown',
    ],
    ['restored here alone', [power('hv02', 'restored', 15), placed('hv01', 'hv02', 20)], 'unknown'],
    [
      'started here, the old host away',
      [power('hv02', 'started', 15), placed('hv01', 'hv02', 20, { fromAway: true })],
      'failover',
    ],
    ['the old host away, and no start', [placed('hv01', 'hv02', 20, { fromAway: true })], 'unknown'],
    ['a replica', [placed('hv01', 'hv02', 20, { wasReplica: true })], 'replica-failover'],
    ['kept running', [placed('hv01', 'hv02', 20, { keptRunning: true })], 'live'],
    ['nothing known', [placed('hv01', 'hv02', 20)], 'unknown'],
  ])('%s', (_what, events, kind) => {
    expect(kindOf(events)).toEqual([kind]);
  });

  it('without a placement, saving here and restoring there is no migration', () => {
    expect(of([power('hv01', 'saved', 0), power('hv02', 'restored', 15)])).toEqual([]);
  });
});

it('passes over what it cannot read', () => {
  const bad = [
    event('hv01', 'migration-finished', 0, { source: 'log' }),
    event('hv01', 'placed', 0, { from: 1 }),
    event('hv01', 'migration-running', 0, { source: 'log', eventId: 20_415 }),
    event('hv01', 'guest-crashed', 0, {}),
    { ...logged('hv01', 0), vmId: undefined },
  ];
  expect(of(bad)).toEqual([]);
});
