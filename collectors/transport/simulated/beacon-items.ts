import { followsHost } from '#lib/model/clock.ts';
import type { SimulatedHost } from './scenario.ts';
import type { SimulatedBeacon, SimulatedClock } from './simulated-beacon.ts';

type Pair = readonly [string, string | number | undefined];

/**
 * The key-value items that a beacon has written at a moment (docs/beacon.md, "Format"): those of the last write, at the last multiple
 * of its interval; none before its start. `now` is true UTC milliseconds. Pure, cheap, and not kept: they move with every write.
 */
export function toBeaconItems(
  beacon: SimulatedBeacon,
  host: Pick<SimulatedHost, 'computerName' | 'clockOffsetMs'>,
  now: number,
): readonly (readonly [string, string])[] {
  const until = Math.min(now, beacon.silentSince ?? Number.POSITIVE_INFINITY);
  const sequence = Math.floor((until - beacon.startedAt) / (beacon.intervalSeconds * 1_000));
  if (sequence < 0) return [];
  const upSeconds = sequence * beacon.intervalSeconds;
  const writtenAt = beacon.startedAt + upSeconds * 1_000;
  const { daemons } = beacon;
  const at = writtenAt + clockOffsetMs(beacon.clock, host.clockOffsetMs, writtenAt);
  const items: (readonly [string, readonly Pair[]])[] = [
    ['hvitals.beacon', writePairs(beacon, sequence, at, upSeconds)],
    ['hvitals.clock', clockPairs(beacon.clock)],
    ...beacon.disks.map(({ device, sizeBytes, controllerId, lun }, index) => {
      const pairs: Pair[] = [...pairsOf({ dev: device, bytes: sizeBytes, ctl: controllerId, lun })];
      return [`hvitals.disk.${index}`, pairs] as const;
    }),
    ...beacon.filesystems.map(({ mount, device, type, sizeBytes, usedBytes, disk }, index) => {
      const pairs = pairsOf({ mount, dev: device, type, bytes: sizeBytes, used: usedBytes, disk });
      return [`hvitals.fs.${index}`, pairs] as const;
    }),
    [
      'hvitals.daemons',
      pairsOf({
        kvp: toFlag(daemons.kvp),
        vss: toFlag(daemons.vss),
        fcopy: toFlag(daemons.fcopy),
        modules: beacon.modules.join(','),
        kernel: beacon.kernel,
      }),
    ],
  ];
  if (beacon.seesHost) items.push(['hvitals.host', pairsOf({ name: host.computerName })]);
  return [...items.map(([key, pairs]) => [key, renderPairs(pairs)] as const), ...(beacon.forged ?? [])];
}

function writePairs({ system, version, intervalSeconds }: SimulatedBeacon, sequence: number, at: number, up: number): Pair[] {
  return pairsOf({ v: 1, script: version, os: system, interval: intervalSeconds, seq: sequence, at: toSeconds(at), up });
}

function clockPairs(clock: SimulatedClock): Pair[] {
  const runs = clock.daemon !== undefined && clock.freeSince === undefined;
  // A clock that nobody keeps has no reference to be measured against.
  if (!runs) {
    const free = { daemon: 'none', source: 'local', sync: 0, samples: clock.hostSamples, clocksource: clock.clocksource };
    return pairsOf(free);
  }
  return pairsOf({
    daemon: clock.daemon,
    daemons: clock.daemon,
    source: clock.source,
    ref: clock.reference,
    sync: 1,
    stratum: clock.stratum,
    leap: 0,
    offset: toSeconds(clock.offsetMs, 6),
    rootdelay: clock.rootDelaySeconds.toFixed(6),
    rootdisp: clock.rootDispersionSeconds.toFixed(6),
    freq: clock.frequencyPpm.toFixed(3),
    samples: clock.hostSamples,
    clocksource: clock.clocksource,
  });
}

/** The guest's clock minus true time at a moment of true time, milliseconds. */
function clockOffsetMs(clock: SimulatedClock, hostOffsetMs: number, now: number): number {
  if (clock.freeSince !== undefined) return clock.offsetMs + ((now - clock.freeSince) * clock.frequencyPpm) / 1e6;
  return clock.offsetMs + (followsHost(clock.source) ? hostOffsetMs : 0);
}

function pairsOf(values: Readonly<Record<string, string | number | undefined>>): Pair[] {
  return Object.entries(values);
}

function renderPairs(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => (value === undefined ? '' : `${name}=${escapeValue(String(value))};`)).join('');
}

/** `%`, `;`, `=` and everything outside printable ASCII as `%XX` of its UTF-8 bytes. */
function escapeValue(text: string): string {
  return text.replace(/[%;=]|[^ -~]+/g, (run) =>
    [...Buffer.from(run, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

function toSeconds(ms: number, digits = 3): string {
  return (ms / 1_000).toFixed(digits);
}

function toFlag(runs: boolean | undefined): number | undefined {
  return runs === undefined ? undefined : Number(runs);
}
