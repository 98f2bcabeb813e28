import { ensurePeer } from './peers/ensure-peer.ts';
import { type PeerName, peers } from './peers/peers.ts';
import { ensurePwsh } from './pwsh/find-pwsh.ts';

/** Run by `npm test` before the suites: has every program that they start, and says where it is. What cannot be had is named. */
const { executable, kind } = await ensurePwsh();
process.stdout.write(`PowerShell engine (${kind}): ${executable}\n`);

// The engine is had above; dotnet only builds its stand-in.
const names = (Object.keys(peers) as PeerName[]).filter((name) => name !== 'pwsh' && name !== 'dotnet');
let missing = 0;
for (const name of names) {
  try {
    process.stdout.write(`${name}: ${await ensurePeer(name)}\n`);
  } catch (error) {
    missing += 1;
    process.stdout.write(`${name}: MISSING. ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
process.exitCode = missing === 0 ? 0 : 1;
