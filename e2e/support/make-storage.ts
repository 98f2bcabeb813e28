import type {
  SimulatedController,
  SimulatedDrive,
  SimulatedFile,
  SimulatedStorage,
} from '../../collectors/transport/simulated/simulated-storage.ts';

const gib = 1_073_741_824;

/** A SCSI controller whose id tests can read. */
export function scsiController(number: number): SimulatedController {
  return { kind: 'scsi', guid: `5c510000-0000-4000-8000-${String(number).padStart(12, '0')}`, number: 0 };
}

/** A dynamic VHDX of 40 GiB; `over` replaces what a test wants different. */
export function vhdx(path: string, over: Partial<SimulatedFile> = {}): SimulatedFile {
  const id = Buffer.from(path).toString('hex').slice(-12).padStart(12, '0');
  return {
    path,
    bytes: 9 * gib,
    writtenAt: Date.UTC(2026, 0, 5, 8),
    type: 'dynamic',
    format: 'vhdx',
    virtualBytes: 40 * gib,
    diskId: `d15c0000-0000-4000-8000-${id}`,
    ...over,
  };
}

/** The files, the top one first, as one drive at a location of a VM's only controller. */
export function drive(location: number, files: readonly SimulatedFile[], over: Partial<SimulatedDrive> = {}): SimulatedDrive {
  return { controller: 0, location, files, deviceBytes: files[0]?.virtualBytes ?? 500 * gib, shared: false, ...over };
}

/** One SCSI controller with one disk; its file is called like the VM, as far as a file can be. */
export function oneDisk(name: string): SimulatedStorage {
  const file = name.replace(/[^\p{L}\p{N} .-]/gu, '_').slice(0, 60);
  return { controllers: [scsiController(1)], drives: [drive(0, [vhdx(`C:\\VMs\\${file}.vhdx`)])] };
}
