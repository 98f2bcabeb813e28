import type { ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';
import type { ClockSource } from '#lib/model/clock.ts';

/** What stands in a chain of clocks, from the VM on. */
export type ChainNode =
  | { readonly kind: 'vm' }
  | { readonly kind: 'host'; readonly host: string }
  /** `name` is guest-controlled where the VM names it. */
  | { readonly kind: 'ntp'; readonly name: string | null; readonly stratum: number | null }
  | { readonly kind: 'refclock'; readonly name: string | null }
  | { readonly kind: 'local' }
  | { readonly kind: 'unknown' };

/**
 * How a clock hangs on the next one: it `follows` it, it should but is not synchronised (`broken`), or it is only `measured` against it:
 * hvitals asked that server, whether the clock follows it or not.
 */
export type ChainLink = 'follows' | 'broken' | 'measured';

export interface ReferenceChain {
  readonly nodes: readonly ChainNode[];
  /** One fewer than nodes. */
  readonly links: readonly ChainLink[];
  /** How time comes from the host, where it does. */
  readonly via: Extract<ClockSource, 'host-ptp' | 'host-service'> | undefined;
}

type Clock = Pick<ApiVmClock, 'source' | 'reference' | 'synchronised' | 'stratum'>;
type HostClock = Pick<ApiHostClock, 'server' | 'serversFrom' | 'servers' | 'syncType'>;

/** VM → host → NTP server, or whatever else its clock hangs on. `hostClock` is undefined where it is not known here. Pure. */
export function toReferenceChain(clock: Clock, host: string, hostClock: HostClock | null | undefined): ReferenceChain {
  const first: ChainLink = clock.synchronised === false ? 'broken' : 'follows';
  const { source } = clock;
  // Said here and not imported: the model brings its schemas along, which the browser does not need.
  if (source === 'host-ptp' || source === 'host-service') {
    const behind = hostClock === undefined ? undefined : behindHost(hostClock);
    return {
      nodes: [{ kind: 'vm' }, { kind: 'host', host }, ...(behind === undefined ? [] : [behind.node])],
      links: [first, ...(behind === undefined ? [] : [behind.link])],
      via: source,
    };
  }
  return { nodes: [{ kind: 'vm' }, nodeOf(clock)], links: [first], via: undefined };
}

function nodeOf({ source, reference, stratum }: Clock): ChainNode {
  switch (source) {
    case 'ntp':
      return { kind: 'ntp', name: reference, stratum };
    case 'refclock':
      return { kind: 'refclock', name: reference };
    case 'local':
      return { kind: 'local' };
    default:
      return { kind: 'unknown' };
  }
}

/** The host follows its own W32Time servers; one that hvitals was told to ask only measures it. */
function behindHost(clock: HostClock | null): { readonly node: ChainNode; readonly link: ChainLink } {
  if (clock === null || clock.server === null) return { node: { kind: 'unknown' }, link: 'measured' };
  const stratum = clock.servers.find(({ server }) => server === clock.server)?.stratum ?? null;
  const follows = clock.serversFrom === 'w32time' && clock.syncType !== 'NoSync';
  return { node: { kind: 'ntp', name: clock.server, stratum }, link: follows ? 'follows' : 'measured' };
}
