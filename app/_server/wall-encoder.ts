import { staleAfterIntervals } from '#lib/derive/freshness.ts';
import { levelRank } from '#lib/derive/vital-sign.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import type { ApiWall, ApiWallDelta, ApiWallHost, ApiWallProblem, ApiWallWord } from '#lib/model/api/wall.ts';
import { emptyCell } from '#lib/model/empty-cell.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { FleetChange, FleetModel } from './fleet-model.ts';
import { toWallVerdict } from './wall-words.ts';

/** Some words carry text from hosts; a host that always says something new must not fill memory. */
const maximumWords = 4_096;

interface WallHost {
  head: ApiWallHost;
  /** Level digit of each place. */
  readonly cells: number[];
}

interface Place {
  readonly host: WallHost;
  readonly index: number;
  problem: ApiWallProblem | undefined;
}

/** What one change says to the walls, put together piece by piece. */
interface Draft {
  readonly words: ApiWallWord[];
  readonly hosts: ApiWallHost[];
  readonly gone: number[];
  readonly cells: [host: number, place: number, level: number][];
  readonly problems: ApiWallProblem[];
  /** Hosts by the age of their reading in seconds. */
  readonly read: Map<number, number[]>;
}

/** The wall's numbers for hosts, places and words, in one life: what they mean never changes, so a delta can be a few bytes. */
export class WallEncoder {
  readonly #hosts = new Map<string, WallHost>();
  readonly #places = new Map<VmId, Place>();
  readonly #words = new Map<string, ApiWallWord>();
  #nextHost = 0;
  #revision = 0;

  /** Starts with everything that the model knows. */
  constructor(model: FleetModel, now: number) {
    const byName = [...model.vms.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const hosts = new Set([...model.targets.keys()].toSorted());
    this.encode({ revision: model.rows.revision, reset: false, vms: new Set(byName.map(({ vmId }) => vmId)), hosts }, model, now);
  }

  /** True where it has learnt so many words that a new one should take its place. */
  get isFull(): boolean {
    return this.#words.size > maximumWords;
  }

  /** A change in the wall's numbers, with the ages at `now`. Where the wall shows nothing of it, the revision is all. */
  encode(change: FleetChange, model: FleetModel, now: number): ApiWallDelta {
    const draft: Draft = { words: [], hosts: [], gone: [], cells: [], problems: [], read: new Map() };
    this.#revision = change.revision;
    for (const name of change.hosts) this.#encodeHost(model.targets.get(name), name, draft, now);
    for (const vmId of change.vms) this.#encodeVm(vmId, model, draft);
    const { words, hosts, gone, cells, problems } = draft;
    const read = [...draft.read];
    return {
      now,
      revision: change.revision,
      ...(words.length > 0 && { words }),
      ...(hosts.length > 0 && { hosts }),
      ...(gone.length > 0 && { gone }),
      ...(cells.length > 0 && { cells }),
      ...(problems.length > 0 && { problems }),
      ...(read.length > 0 && { read }),
    };
  }

  /** Everything at the revision of the last change. */
  snapshot(): Pick<ApiWall, 'revision' | 'words' | 'hosts' | 'problems'> {
    return {
      revision: this.#revision,
      words: [...this.#words.values()],
      hosts: Array.from(this.#hosts.values(), ({ head, cells }) => ({ ...head, cells: cells.join('') })),
      problems: [...this.#places.values()].flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    };
  }

  #encodeHost(target: ApiTarget | undefined, name: string, draft: Draft, now: number): void {
    const known = this.#hosts.get(name);
    if (target === undefined) {
      if (known === undefined) return;
      this.#hosts.delete(name);
      draft.gone.push(known.head.ref);
      return;
    }
    const head = this.#toHead(target, known?.head.ref ?? this.#nextHost++, draft);
    if (known === undefined) this.#hosts.set(name, { head, cells: [] });
    const before = known?.head;
    if (known !== undefined) known.head = head;
    if (before === undefined || !isSameExceptAge(before, head)) {
      draft.hosts.push(head);
    } else if (head.readAt !== null && head.readAt !== before.readAt) {
      const age = Math.max(0, Math.floor((now - head.readAt) / 1_000));
      const refs = draft.read.get(age);
      if (refs === undefined) draft.read.set(age, [head.ref]);
      else refs.push(head.ref);
    }
  }

  #toHead({ host, labels, sign, reachable, transport, scrapes }: ApiTarget, ref: number, draft: Draft): ApiWallHost {
    // The best that is known of it: collectors run at different paces, and the numbers must not jump between theirs.
    const read = scrapes.filter(({ lastReadingAt }) => lastReadingAt !== null);
    return {
      ref,
      name: host,
      site: labels.site ?? null,
      level: levelRank(sign.level),
      word: this.#wordRef(sign.word as Message, draft),
      reachable,
      simulated: transport === 'simulated',
      readAt: read.length === 0 ? null : Math.max(...read.map(({ lastReadingAt }) => lastReadingAt ?? 0)),
      intervalSeconds: read.length === 0 ? null : Math.min(...read.map(({ intervalSeconds }) => intervalSeconds)),
      failures: read.length === 0 ? 0 : Math.min(staleAfterIntervals, ...read.map(({ failures }) => failures)),
    };
  }

  #encodeVm(vmId: VmId, model: FleetModel, draft: Draft): void {
    const vm = model.vms.get(vmId);
    const host = vm === undefined ? undefined : this.#hosts.get(vm.host);
    const old = this.#places.get(vmId);
    if (old !== undefined && old.host !== host) this.#leave(vmId, old, draft);
    if (vm === undefined || host === undefined) return;
    const place = old?.host === host ? old : this.#settle(vmId, host);
    const { level, problem } = toWallVerdict(vm, model.rows.findings.get(vmId)?.values() ?? []);
    const digit = levelRank(level);
    if (host.cells[place.index] !== digit) {
      host.cells[place.index] = digit;
      draft.cells.push([host.head.ref, place.index, digit]);
    }
    if (problem === undefined) {
      place.problem = undefined;
      return;
    }
    const since = problem.since === null ? null : Math.floor(problem.since / 1_000);
    const next: ApiWallProblem = [host.head.ref, place.index, this.#wordRef(problem.word, draft), since, vm.name];
    if (place.problem !== undefined && next.every((value, index) => value === place.problem?.[index])) return;
    place.problem = next;
    draft.problems.push(next);
  }

  /** The first place that is free, so that a host that is left and joined for months needs no more places than it has VMs. */
  #settle(vmId: VmId, host: WallHost): Place {
    const free = host.cells.indexOf(emptyCell);
    const index = free === -1 ? host.cells.length : free;
    if (free === -1) host.cells.push(emptyCell);
    const place: Place = { host, index, problem: undefined };
    this.#places.set(vmId, place);
    return place;
  }

  #leave(vmId: VmId, { host, index }: Place, draft: Draft): void {
    this.#places.delete(vmId);
    host.cells[index] = emptyCell;
    // The places of a host that is gone go with it.
    if (this.#hosts.get(host.head.name) === host) draft.cells.push([host.head.ref, index, emptyCell]);
  }

  #wordRef(message: Message, draft: Draft): number {
    const text = JSON.stringify(message);
    const known = this.#words.get(text);
    if (known !== undefined) return known[0];
    const word: ApiWallWord = [this.#words.size, message];
    this.#words.set(text, word);
    draft.words.push(word);
    return word[0];
  }
}

function isSameExceptAge(a: ApiWallHost, b: ApiWallHost): boolean {
  return (Object.keys(a) as (keyof ApiWallHost)[]).every((name) => name === 'readAt' || a[name] === b[name]);
}
