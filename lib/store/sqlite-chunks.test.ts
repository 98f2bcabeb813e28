import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeChunkStoreContract } from '#lib/history/contract.ts';
import { memoryChunkStore } from '#lib/history/memory-chunk-store.ts';
import { openChunkStore } from './sqlite-chunks.ts';

describeChunkStoreContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-chunks-'));
  const store = await openChunkStore({ file: join(folder, 'hvitals.sqlite'), mode: 'collectors' });
  return {
    store,
    async close() {
      store.close();
      await rm(folder, { recursive: true });
    },
  };
});

describeChunkStoreContract('memory', async () => ({ store: memoryChunkStore(), close: async () => undefined }));

test('the app may read history and not write it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-chunks-'));
  const file = join(folder, 'hvitals.sqlite');
  const writer = await openChunkStore({ file, mode: 'collectors' });
  await writer.writeChunks([{ subject: 'host:hv01', level: 'raw', start: 0, bytes: new Uint8Array([1]) }], []);
  const reader = await openChunkStore({ file, mode: 'app' });
  expect(await reader.readChunks('host:hv01', 'raw', 0, 0)).toHaveLength(1);
  await expect(reader.dropChunks('raw', 1, 1)).rejects.toThrow('only reads');
  writer.close();
  reader.close();
  await rm(folder, { recursive: true });
});
