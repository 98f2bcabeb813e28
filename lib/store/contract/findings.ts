import { expect, it } from 'vitest';
import { hostileTexts, type StoreUnderTest, testFinding, testVmId } from './rows.ts';

/** Part of the contract. */
export function describeFindings(current: StoreUnderTest): void {
  const commit = (parts: Partial<Parameters<typeof current.store.commitFindings>[0]>) =>
    current.store.commitFindings({ upserts: [], cleared: [], at: 1_000, ...parts });

  it('keeps findings over a restart and finds them by VM and code', async () => {
    await commit({ upserts: [testFinding(2, 'kvp-daemon-missing'), testFinding(1, 'b'), testFinding(1, 'a')] });
    const store = await current.reopen();
    const found = async (filter?: Parameters<typeof store.listFindings>[0]) =>
      (await store.listFindings(filter)).map(({ vmId, code }) => [vmId, code]);
    expect(await found()).toEqual([
      [testVmId(1), 'a'],
      [testVmId(1), 'b'],
      [testVmId(2), 'kvp-daemon-missing'],
    ]);
    expect(await found({ vmId: testVmId(1), code: 'b' })).toEqual([[testVmId(1), 'b']]);
    expect(await found({ code: 'nothing' })).toEqual([]);
    const { revision: _, ...first } = (await store.listFindings({ code: 'a' }))[0] ?? {};
    expect(first).toEqual(testFinding(1, 'a'));
  });

  it('keeps the first since while a finding holds, also where everything else of it changes', async () => {
    await commit({ upserts: [testFinding(1, 'a', { since: 100 })] });
    const changed = { since: 900, host: 'hv02', severity: 'critical', finding: { evidence: ['new'] } };
    await commit({ upserts: [testFinding(1, 'a', changed)] });
    expect(await current.store.listFindings()).toMatchObject([{ ...changed, since: 100 }]);
    await commit({ upserts: [testFinding(1, 'a', { since: 2_000 })], cleared: [{ vmId: testVmId(1), code: 'a' }] });
    expect(await current.store.listFindings()).toMatchObject([{ since: 2_000 }]);
  });

  it('moves no revision for a finding that is as it was, nor for one that was not there to clear', async () => {
    const revision = await commit({ upserts: [testFinding(1, 'a')] });
    expect(revision).toBe(1);
    const again = { upserts: [testFinding(1, 'a', { since: 5_000 })], cleared: [{ vmId: testVmId(9), code: 'a' }] };
    expect(await commit(again)).toBe(1);
    expect(await current.store.readSince(revision)).toMatchObject({ findings: [], clearedFindings: [] });
  });

  it('tells readers what was found and what was cleared since a revision, and takes a clear back when it returns', async () => {
    const { store } = current;
    const since = await commit({ upserts: [testFinding(1, 'a'), testFinding(2, 'a')] });
    const cleared = await commit({ cleared: [{ vmId: testVmId(1), code: 'a' }], upserts: [testFinding(3, 'b')] });
    expect(await store.readSince(since)).toMatchObject({
      reset: false,
      removed: [],
      findings: [{ vmId: testVmId(3), code: 'b' }],
      clearedFindings: [{ vmId: testVmId(1), code: 'a' }],
    });
    await commit({ upserts: [testFinding(1, 'a')] });
    expect(await store.readSince(since)).toMatchObject({ clearedFindings: [], findings: [{ code: 'b' }, { code: 'a' }] });
    expect((await store.readSince(cleared)).findings).toHaveLength(1);
  });

  it('resets readers who are older than the clears that it has forgotten', async () => {
    const since = await commit({ upserts: [testFinding(1, 'a')], at: 1_000 });
    await commit({ cleared: [{ vmId: testVmId(1), code: 'a' }], at: 2_000 });
    await current.store.prune(2_001);
    expect(await current.store.readSince(since)).toMatchObject({ reset: true, findings: [], clearedFindings: [] });
  });

  it('gives hostile text in a finding back unchanged, and writes all or nothing', async () => {
    await commit({ upserts: [testFinding(1, 'a', { finding: [...hostileTexts] })] });
    expect((await current.store.listFindings())[0]?.finding).toEqual(hostileTexts);
    const broken = testFinding(2, 'a', { since: Number.NaN });
    await expect(commit({ upserts: [testFinding(3, 'a'), broken] })).rejects.toThrow();
    expect(await current.store.listFindings()).toHaveLength(1);
  });
}
