import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAccessRig } from './testdata/access-rig.ts';

let rig: Awaited<ReturnType<typeof startAccessRig>>;
beforeAll(async () => {
  rig = await startAccessRig();
});
afterAll(() => rig.stop());

async function begin(query: string, headers: Record<string, string>) {
  const answer = await fetch(`${rig.base}/auth/oidc${query}`, { headers, redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location'), cookie: answer.headers.get('set-cookie') };
}

test.each(['cross-site', 'same-site'])(
  'a %s page begins no log-in: whoever follows it is asked to press the button of ours',
  async (site) => {
    const led = await begin('?to=%2Fvms%3Fq%3Da', { 'sec-fetch-site': site });
    expect(led).toEqual({ status: 303, location: '/login?to=%2Fvms%3Fq%3Da', cookie: null });
    const away = await begin('?to=%2F%2Fevil.example', { 'sec-fetch-site': site });
    expect(away.location).toBe('/login?to=%2F');
  },
);

test.each([{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, {}])(
  'the button, an address that is typed, and a browser that says nothing begin one: %j',
  async (headers) => {
    // The provider of this test does not exist; that it is not reached shows that it was asked.
    expect((await begin('', { ...headers })).location).toMatch(/^\/login\?why=provider-/);
  },
);
