import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildOnce, cacheRoot } from '../peers/build-once.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';

const sources = { shim: 'vmbus-shim.c', host: 'fake-host.c' } as const;

/** The fake VMBus device: a library to preload into hv_kvp_daemon, and the program at the other end. */
export interface Vmbus {
  readonly shim: string;
  readonly host: string;
}

/** Builds both once, with the compiler of this machine or one that is unpacked. */
export async function ensureVmbus(compiler?: string): Promise<Vmbus> {
  const cc = compiler ?? (await ensurePeer('cc'));
  const hash = createHash('sha256').update(cc);
  for (const name of Object.values(sources)) hash.update(await readFile(path.join(import.meta.dirname, name)));
  const folder = path.join(cacheRoot, 'vmbus', hash.digest('hex').slice(0, 16));
  await buildOnce(folder, async (work) => {
    await compile(cc, sources.shim, path.join(work, 'shim.so'), true);
    await compile(cc, sources.host, path.join(work, 'fake-host'), false);
  });
  return { shim: path.join(folder, 'shim.so'), host: path.join(folder, 'fake-host') };
}

async function compile(cc: string, source: string, target: string, shared: boolean): Promise<void> {
  const file = path.join(import.meta.dirname, source);
  const args = path.basename(cc) === 'tcc' ? await tccArgs(cc, file, shared) : [...(shared ? ['-shared', '-fPIC'] : []), file];
  const result = await runProgram(cc, [...args, '-o', target], { timeoutMs: 60_000 });
  if (result.code !== 0) throw new Error(`${cc} could not build ${source}: ${result.stderr}`);
}

/** tcc from an unpacked package looks for nothing by itself: headers, start files and libc are named. */
async function tccArgs(cc: string, file: string, shared: boolean): Promise<readonly string[]> {
  const root = path.resolve(path.dirname(cc), '../..');
  const machine = (await runProgram('ldd', ['/bin/sh'], { timeoutMs: 10_000 })).stdout.match(
    /\/lib\/([^/\s]+-linux-gnu)\/libc\.so/,
  )?.[1];
  if (machine === undefined) throw new Error('The folder of libc.so.6 is not known: install gcc.');
  const libraries = path.join(root, 'usr/lib', machine);
  const include = ['-nostdinc', `-I${libraries}/tcc/include`, `-I${root}/usr/include/${machine}`, `-I${root}/usr/include`];
  const libc = `/lib/${machine}/libc.so.6`;
  const common = [`-B${libraries}/tcc`, ...include, '-nostdlib'];
  if (shared) return [...common, '-shared', file, libc, path.join(libraries, 'tcc/libtcc1.a')];
  const start = ['crt1.o', 'crti.o'].map((name) => path.join(libraries, name));
  const end = ['crtn.o', 'libc_nonshared.a', 'tcc/libtcc1.a'].map((name) => path.join(libraries, name));
  return [...common, ...start, file, libc, ...end];
}
