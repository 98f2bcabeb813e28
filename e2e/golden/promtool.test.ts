import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { loadRecordings } from './recording.ts';

describe('promtool check metrics', () => {
  let promtool = '';
  const check = (input: string) => runProgram(promtool, ['check', 'metrics'], { timeoutMs: 20_000, input });

  // The first run on a machine may have to fetch and unpack the package.
  beforeAll(async () => {
    promtool = await ensurePeer('promtool');
  }, 300_000);

  const golden = registry.flatMap((collector) =>
    loadRecordings(collector).map(({ name, goldenFile }) => ({ collector, name, goldenFile })),
  );

  it.each(golden.map(({ collector, ...rest }) => ({ ...rest, of: collector.name })))(
    'finds nothing to say about $of, $name',
    async ({ goldenFile }) => {
      const { code, stdout, stderr } = await check(readFileSync(goldenFile, 'utf8'));
      expect({ code, said: stdout + stderr }).toEqual({ code: 0, said: '' });
    },
  );

  it('would speak of a broken line and of a bad name', async () => {
    expect((await check('hvitals_vm_state{vm="a} 1\n')).code).toBe(1);
    expect((await check('# HELP hvitals_milliseconds a\n# TYPE hvitals_milliseconds gauge\nhvitals_milliseconds 1\n')).code).toBe(
      3,
    );
  });
});
