import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStoreContract } from './contract.ts';
import { openStore } from './open-store.ts';

describeStoreContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-store-'));
  return {
    open: ({ now }) => openStore({ file: join(folder, 'hvitals.db'), mode: 'collectors', now }),
    remove: () => rm(folder, { recursive: true }),
  };
});
