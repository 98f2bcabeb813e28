import { clockDaemons, clockSources } from '#lib/model/clock.ts';
import type { BeaconClock, BeaconDaemons, BeaconDisk, BeaconFilesystem, BeaconProblem } from '#lib/model/readings/beacon.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import type { BeaconPairs } from './beacon-pairs.ts';

/** Offsets and delays beyond some thirty years are no measurement, and no clock runs off faster than twice its speed. */
const mostSeconds = 1e9;
const mostPpm = 1e6;
/** Sizes are held as numbers, which count single bytes up to here (9 PB); a VHDX ends at 64 TB. */
const mostBytes = Number.MAX_SAFE_INTEGER;
const mostLun = 255;
const mostModules = 64;
const daemonWords = [...clockDaemons, 'none'] as const;
const knownDaemons: ReadonlySet<string> = new Set(daemonWords);

/** `hvitals.clock`. */
export function toBeaconClock(pairs: BeaconPairs, problems: Set<BeaconProblem>): BeaconClock {
  const daemon = pairs.word('daemon', daemonWords);
  const own = daemon === 'none' ? undefined : daemon;
  const delay = { from: 0, to: mostSeconds };
  return withoutUndefined({
    daemon: own,
    source: pairs.word('source', clockSources),
    reference: pairs.text('ref'),
    synchronised: pairs.flag('sync'),
    stratum: pairs.count('stratum', 255),
    leap: pairs.count('leap', 3),
    offsetSeconds: pairs.number('offset', { from: -mostSeconds, to: mostSeconds }),
    rootDelaySeconds: pairs.number('rootdelay', delay),
    rootDispersionSeconds: pairs.number('rootdisp', delay),
    frequencyPpm: pairs.number('freq', { from: -mostPpm, to: mostPpm }),
    daemons: toDaemonList(pairs.list('daemons', clockDaemons.length + 1), problems) ?? (own === undefined ? [] : [own]),
    hostSamples: pairs.word('samples', ['never', 'large', 'every']),
    clocksource: pairs.text('clocksource'),
  });
}

/** Each known daemon once, in the order of the model; `none` is none. */
function toDaemonList(words: readonly string[] | undefined, problems: Set<BeaconProblem>): BeaconClock['daemons'] | undefined {
  if (words === undefined) return undefined;
  if (words.some((word) => !knownDaemons.has(word))) problems.add('malformed-value');
  return clockDaemons.filter((daemon) => words.includes(daemon));
}

/** `hvitals.disk.N`; undefined without a device or a size. */
export function toBeaconDisk(pairs: BeaconPairs, problems: Set<BeaconProblem>): BeaconDisk | undefined {
  const device = pairs.text('dev');
  const sizeBytes = pairs.count('bytes', mostBytes);
  if (device === undefined || sizeBytes === undefined) return missing(problems);
  const controller = pairs.text('ctl');
  const controllerId = controller === undefined ? undefined : parseVmId(controller);
  if (controller !== undefined && controllerId === undefined) problems.add('malformed-value');
  return withoutUndefined({ device, sizeBytes, controllerId, lun: pairs.count('lun', mostLun) });
}

/** `hvitals.fs.N`; undefined without a place, a device or a size. */
export function toBeaconFilesystem(pairs: BeaconPairs, problems: Set<BeaconProblem>): BeaconFilesystem | undefined {
  const mount = pairs.text('mount');
  const device = pairs.text('dev');
  const sizeBytes = pairs.count('bytes', mostBytes);
  if (mount === undefined || device === undefined || sizeBytes === undefined) return missing(problems);
  return withoutUndefined({
    mount,
    device,
    type: pairs.text('type'),
    sizeBytes,
    usedBytes: pairs.count('used', mostBytes),
    disk: pairs.text('disk'),
  });
}

/** `hvitals.daemons`. */
export function toBeaconDaemons(pairs: BeaconPairs): BeaconDaemons {
  return withoutUndefined({
    kvp: pairs.flag('kvp'),
    vss: pairs.flag('vss'),
    fcopy: pairs.flag('fcopy'),
    modules: [...(pairs.list('modules', mostModules) ?? [])],
    kernel: pairs.text('kernel'),
  });
}

function missing(problems: Set<BeaconProblem>): undefined {
  problems.add('malformed-value');
  return undefined;
}
