import { expect, it } from 'vitest';
import { hostileTexts, type StoreUnderTest, testHostFinding, testTarget } from './rows.ts';

/** Part of the contract. */
export function describeHostFindings(current: StoreUnderTest): void {
  const commit = (parts: Partial<Parameters<typeof current.store.commitHostFindings>[0]>) =>
    current.store.commitHostFindings({ upserts: [], cleared: [], at: 1_000, ...parts });

  it('keeps findings about hosts over a restart and finds them by host', async () => {
    await commit({ upserts: [testHostFinding('hv02', 'a'), testHostFinding('hv01', 'b'), testHostFinding('hv01', 'a')] });
    const store = await current.reopen();
    const found = async (filter?: Parameters<typeof store.listHostFindings>[0]) =>
      (await store.listHostFindings(filter)).map(({ host, code }) => `${host} ${code}`);
    expect(await found()).toEqual(['hv01 a', 'hv01 b', 'hv02 a']);
    expect(await found({ host: 'hv02' })).toEqual(['hv02 a']);
    const { revision: _, ...first } = (await store.listHostFindings())[0] ?? {};
    expect(first).toEqual(testHostFinding('hv01', 'a'));
  });

  it('keeps the first since of a host’s finding while it holds, and moves no revision for one that is as it was', async () => {
    const revision = await commit({ upserts: [testHostFinding('hv01', 'a', { since: 100 })] });
    expect(await commit({ upserts: [testHostFinding('hv01', 'a', { since: 900 })] })).toBe(revision);
    const worse = { severity: 'critical', finding: { evidence: ['new'] } };
    expect(await commit({ upserts: [testHostFinding('hv01', 'a', { since: 900, ...worse })] })).toBe(revision + 1);
    expect(await current.store.listHostFindings()).toMatchObject([{ ...worse, since: 100 }]);
    expect(await commit({ cleared: [{ host: 'hv09', code: 'a' }] })).toBe(revision + 1);
  });

  it('tells readers which findings about hosts came and went, and takes a clear back when it returns', async () => {
    const { store } = current;
    const since = await commit({ upserts: [testHostFinding('hv01', 'a'), testHostFinding('hv02', 'a')] });
    await commit({ cleared: [{ host: 'hv01', code: 'a' }], upserts: [testHostFinding('hv03', 'b')] });
    expect(await store.readSince(since)).toMatchObject({
      removed: [],
      findings: [],
      clearedFindings: [],
      hostFindings: [{ host: 'hv03', code: 'b' }],
      clearedHostFindings: [{ host: 'hv01', code: 'a' }],
    });
    await commit({ upserts: [testHostFinding('hv01', 'a')] });
    expect(await store.readSince(since)).toMatchObject({ clearedHostFindings: [], hostFindings: [{ code: 'b' }, { code: 'a' }] });
  });

  it('takes the findings about a host along with its target, and says so', async () => {
    const { store } = current;
    await store.replaceTargets([testTarget('hv01'), testTarget('hv02')]);
    const since = await commit({ upserts: ['hv01', 'hv02', 'ghost'].map((host) => testHostFinding(host, 'a')) });
    await store.replaceTargets([testTarget('hv01')]);
    expect((await store.listHostFindings()).map(({ host }) => host)).toEqual(['hv01']);
    const { clearedHostFindings } = await store.readSince(since);
    expect(clearedHostFindings.map(({ host, code }) => `${host} ${code}`).sort()).toEqual(['ghost a', 'hv02 a']);
  });

  it('gives hostile text in a finding about a host back unchanged, and writes all or nothing', async () => {
    await commit({ upserts: [testHostFinding('hv01', 'a', { finding: [...hostileTexts] })] });
    expect((await current.store.listHostFindings())[0]?.finding).toEqual(hostileTexts);
    const broken = testHostFinding('hv02', 'a', { since: Number.NaN });
    await expect(commit({ upserts: [testHostFinding('hv03', 'a'), broken] })).rejects.toThrow();
    expect(await current.store.listHostFindings()).toHaveLength(1);
  });
}
