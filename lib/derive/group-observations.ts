import { type MigrationHosts, type Observation, sameClockSlackMs } from './migration-observations.ts';

/** Everything that was said of one migration. */
export type Group = readonly Observation[];

/**
 * Sorts what was said of one VM into migrations: the words that stand closest in time come together first, and only where all of
 * them can be about one migration. The order of `observations` does not matter.
 */
export function groupObservations(observations: readonly Observation[], hosts: MigrationHosts): readonly Group[] {
  const sorted = endOpenJobs(observations.toSorted(compareObservations));
  const groups = new Map<Observation, Group>(sorted.map((one) => [one, [one]]));
  for (const { a, b } of closestFirst(sorted)) {
    const [left, right] = [groups.get(a), groups.get(b)];
    if (left === undefined || right === undefined || left === right) continue;
    const merged = [...left, ...right].toSorted(compareObservations);
    if (!canBeOne(left, right, hosts)) continue;
    for (const one of merged) groups.set(one, merged);
  }
  return [...new Set(groups.values())];
}

/** By time, then by what the host called it, which does not depend on when it was taken up. */
function compareObservations(a: Observation, b: Observation): number {
  return a.span.from - b.span.from || compareText(identity(a), identity(b));
}

function identity({ event }: Observation): string {
  return `${event.kind} ${event.host} ${event.key}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A VM has one migration at a time: a job whose end was not seen had ended when the next one began. */
function endOpenJobs(sorted: readonly Observation[]): readonly Observation[] {
  return sorted.map((one, index) => {
    if (one.job === undefined || one.result !== undefined) return one;
    const next = sorted.slice(index + 1).find((other) => other.job !== undefined && !isSameJob(one, other) && isStart(other));
    return next === undefined ? one : { ...one, span: { ...one.span, until: Math.min(one.span.until, next.span.from) } };
  });
}

function isStart({ result }: Observation): boolean {
  return result === undefined;
}

interface Pair {
  readonly a: Observation;
  readonly b: Observation;
  readonly distanceMs: number;
}

function closestFirst(sorted: readonly Observation[]): readonly Pair[] {
  const pairs: Pair[] = [];
  const longestSlack = sorted.reduce((most, { slackMs }) => Math.max(most, slackMs), 0);
  const reachMs = sameClockSlackMs + 2 * longestSlack;
  const ends = sorted.map(({ span }) => span.until);
  for (const [index, a] of sorted.entries()) {
    const end = ends[index] ?? a.span.until;
    for (let other = index + 1; other < sorted.length; other += 1) {
      const b = sorted[other];
      if (b === undefined || (b.span.from > end + reachMs && !isSameJob(a, b) && a.job === undefined)) break;
      const distanceMs = distance(a, b);
      if (distanceMs !== undefined) pairs.push({ a, b, distanceMs });
    }
  }
  return pairs.toSorted(
    (x, y) =>
      x.distanceMs - y.distanceMs || rankOf(x) - rankOf(y) || compareObservations(x.a, y.a) || compareObservations(x.b, y.b),
  );
}

/** At equal distance the end of a job goes first: it knows both hosts. */
function rankOf({ a, b }: Pair): number {
  return [a, b].some(({ job, result }) => job !== undefined && result !== undefined) ? 0 : 1;
}

/** How far apart in time; undefined where they cannot be about one migration for that alone. */
function distance(a: Observation, b: Observation): number | undefined {
  if (isSameJob(a, b)) return -1;
  const gapMs = Math.max(0, b.span.from - a.span.until, a.span.from - b.span.until);
  const sameClock = a.event.host === b.event.host && a.placed === undefined && b.placed === undefined;
  const clocksMs = sameClock ? 0 : a.slackMs + b.slackMs;
  if (gapMs > clocksMs + (isBeforeStart(a, b) || isBeforeStart(b, a) ? roundingMs : sameClockSlackMs)) return undefined;
  // What has an end of its own says more than what is merely still open.
  return gapMs + (isOpen(a) || isOpen(b) ? sameClockSlackMs : 0);
}

/** What tells of an end is never earlier than the beginning, but for the clocks. */
function isBeforeStart(job: Observation, other: Observation): boolean {
  return isOpen(job) && other.span.until < job.span.from;
}

/** Times of jobs are whole seconds in some answers. */
const roundingMs = 1_000;

function isOpen({ job, result }: Observation): boolean {
  return job !== undefined && result === undefined;
}

function isSameJob(a: Observation, b: Observation): boolean {
  return a.job !== undefined && b.job !== undefined && a.event.host === b.event.host && a.job.job === b.job.job;
}

function canBeOne(left: Group, right: Group, hosts: MigrationHosts): boolean {
  const known = knowsEnd([...left, ...right]);
  return left.every((a) => right.every((b) => agree(a, b, known, hosts)));
}

/** Jobs whose end is known: their beginning need not be near what tells of the end. */
function knowsEnd(group: Group): (one: Observation) => boolean {
  return (one) => isOpen(one) && group.some((other) => other.result !== undefined && isSameJob(one, other));
}

function agree(a: Observation, b: Observation, endKnown: (one: Observation) => boolean, hosts: MigrationHosts): boolean {
  if (isSameJob(a, b)) return true;
  if (a.job !== undefined && b.job !== undefined) return false;
  if (a.placed !== undefined && b.placed !== undefined) return false;
  if (a.result !== undefined && b.result !== undefined && a.result !== b.result) return false;
  if (isStorageOnly(a) !== isStorageOnly(b) && (a.placed ?? b.placed ?? aLive(a, b)) !== undefined) return false;
  if (!hosts.canBeOne(a.from, b.from) || !hosts.canBeOne(a.to, b.to)) return false;
  if (!canWitness(a, b, hosts) || !canWitness(b, a, hosts)) return false;
  if (a.log !== undefined && b.log !== undefined && !logsAgree(a, b)) return false;
  const isLate = (job: Observation, other: Observation) => endKnown(job) && !isBeforeStart(job, other);
  return distance(a, b) !== undefined || isLate(a, b) || isLate(b, a);
}

function isStorageOnly({ job }: Observation): boolean {
  return job?.type === 'storage';
}

function aLive(a: Observation, b: Observation): true | undefined {
  return a.log?.live === true || b.log?.live === true ? true : undefined;
}

/** Whether the host of `a`, which is one end, can be an end of what `b` tells of. */
function canWitness(a: Observation, b: Observation, hosts: MigrationHosts): boolean {
  if (a.witness === undefined || b.from === undefined || b.to === undefined) return true;
  return hosts.canBeOne(a.witness, b.from) || hosts.canBeOne(a.witness, b.to);
}

/** One host tells a finished migration once; of a failed one it can tell in several ways. */
function logsAgree(a: Observation, b: Observation): boolean {
  const [left, right] = [a.log, b.log];
  if (left === undefined || right === undefined) return true;
  if (a.event.host === b.event.host) return a.result === 'failed' && left.eventId !== right.eventId;
  const [one, other] = [left.blackoutSeconds, right.blackoutSeconds];
  return one === undefined || other === undefined || one === other;
}
