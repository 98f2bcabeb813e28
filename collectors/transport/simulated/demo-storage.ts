import type { DemoVmPlan } from './demo-vm.ts';
import type { Span } from './episode.ts';
import { createRandom } from './random.ts';
import type { SimulatedBeacon } from './simulated-beacon.ts';
import { ideController, type SimulatedController, type SimulatedFile, type SimulatedStorage } from './simulated-storage.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const gib = 1_073_741_824;

/** How far a disk that grows has come: by how much its host, its guest's kernel and its filesystem are beyond the first size. */
export interface Growth {
  readonly day: number;
  readonly hostBytes: number;
  readonly kernelBytes: number;
  readonly filesystemBytes: number;
  /** When its file was written last, UTC milliseconds. */
  readonly writtenAt: number;
}

const everyMs = 120 * minute;
/** After this long the guest has rescanned its disk, and after twice as long its filesystem is grown too. */
const lagMs = 25 * minute;
const stepBytes = 20 * gib;

/** Every two hours the disk grows; at midnight, UTC, a new one takes its place and all begins anew. */
export function growthAt(now: number): { readonly growth: Growth; readonly span: Span } {
  const today = Math.floor(now / day) * day;
  const step = Math.floor((now - today) / everyMs);
  const begun = today + step * everyMs;
  const phase = step === 0 ? 2 : Math.min(2, Math.floor((now - begun) / lagMs));
  const bytes = (lagsBehind: boolean) => (step - (lagsBehind ? 1 : 0)) * stepBytes;
  const from = step === 0 ? begun : begun + phase * lagMs;
  return {
    growth: {
      day: today,
      hostBytes: bytes(false),
      kernelBytes: bytes(phase < 1),
      filesystemBytes: bytes(phase < 2),
      writtenAt: begun,
    },
    span: { from, until: phase === 2 ? begun + everyMs : from + lagMs },
  };
}

/** The guest's side of a disk that grows: its first disk and the filesystem on it. */
export function toGrownBeacon<Beacon extends Pick<SimulatedBeacon, 'disks' | 'filesystems'>>(
  beacon: Beacon,
  { kernelBytes, filesystemBytes }: Growth,
): Beacon {
  const grow = <Item extends { readonly sizeBytes: number }>(items: readonly Item[], bytes: number) =>
    items.map((item, at) => (at === 0 ? { ...item, sizeBytes: item.sizeBytes + bytes } : item));
  return { ...beacon, disks: grow(beacon.disks, kernelBytes), filesystems: grow(beacon.filesystems, filesystemBytes) };
}

/**
 * The controllers and disks of a VM of the demo fleet: what its beacon says of them, as the host sees it; without a beacon, one or two
 * disks. A VM with a checkpoint runs on its `.avhdx`. Drawn from the VM's id, so that they change nothing else about it.
 */
export function toDemoStorage(plan: DemoVmPlan, growth?: Growth): SimulatedStorage {
  const random = createRandom(Number.parseInt(plan.id.slice(0, 8), 16), Number.parseInt(plan.id.slice(-8), 16));
  const hex = () =>
    random
      .below(16 ** 8)
      .toString(16)
      .padStart(8, '0');
  const guid = () => `${hex()}-${hex().slice(4)}-4${hex().slice(5)}-9${hex().slice(5)}-${hex()}${hex().slice(4)}`;
  const scsi = {
    kind: 'scsi',
    guid: plan.beacon?.disks.find((disk) => disk.controllerId)?.controllerId ?? guid(),
    number: 0,
  } as const;
  const ide: readonly SimulatedController[] = [0, 1].map((number) => ({ kind: 'ide', guid: ideController, number }));
  const controllers = plan.generation === 1 ? [...ide, scsi] : [scsi];
  const onScsi = controllers.indexOf(scsi);
  const sizes = plan.beacon?.disks.map(({ sizeBytes }) => sizeBytes) ?? [random.pick([20, 40, 64, 127]) * gib];
  const share = random.next();
  const folder = share < 0.15 ? '\\\\fs01.corp.example.com\\vms' : 'C:\\ClusterStorage\\Volume1';
  // The share lets nobody in who came there by way of another machine.
  const fault = share < 0.01 ? ('denied' as const) : undefined;
  const drives = sizes.map((first, at) => {
    const virtualBytes = first + (at === 0 ? (growth?.hostBytes ?? 0) : 0);
    const name = `${plan.name}${at === 0 ? '' : `-data${at}`}${growth === undefined || at > 0 ? '' : `-${toDay(growth.day)}`}`;
    const base: SimulatedFile = {
      // Two VMs may have one name.
      path: `${folder}\\${plan.name}-${plan.id.slice(0, 4)}\\${name}.vhdx`,
      bytes: Math.floor((first * (0.2 + random.next() * 0.6)) / 1_048_576) * 1_048_576,
      writtenAt: growth?.writtenAt ?? plan.createdAt,
      type: 'dynamic',
      format: 'vhdx',
      virtualBytes,
      diskId: growth === undefined || at > 0 ? guid() : toDailyId(guid(), growth.day),
      ...(fault === undefined ? {} : { fault }),
    };
    const files = withCheckpoints(base, plan.checkpoints, guid);
    const controller = at === 0 && plan.generation === 1 ? 0 : onScsi;
    return { controller, location: at, files, deviceBytes: virtualBytes, shared: false };
  });
  if (random.next() > 0.02) return { controllers, drives };
  const hostDisk = `\\\\HOST\\root\\virtualization\\v2:Msvm_DiskDrive.DeviceID="Microsoft:${random.below(9) + 1}"`;
  const passThrough = { controller: onScsi, location: 10, files: [], hostDisk, deviceBytes: 500 * gib, shared: false };
  return { controllers, drives: [...drives, passThrough] };
}

/** Each checkpoint lays a differencing file over what was there. */
function withCheckpoints(base: SimulatedFile, checkpoints: DemoVmPlan['checkpoints'], guid: () => string): SimulatedFile[] {
  return checkpoints.reduce<SimulatedFile[]>(
    ([top = base, ...rest], { createdAt }) => [
      {
        ...base,
        path: base.path.replace(/\.vhdx$/, `_${guid().toUpperCase()}.avhdx`),
        bytes: Math.floor(base.bytes / 8),
        writtenAt: createdAt,
        type: 'differencing',
        parentPath: top.path,
      },
      top,
      ...rest,
    ],
    [base],
  );
}

function toDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Another disk every day. */
function toDailyId(id: string, at: number): string {
  return `${Math.floor(at / day)
    .toString(16)
    .padStart(8, '0')}${id.slice(8)}`;
}
