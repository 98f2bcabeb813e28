import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAccessRig } from './testdata/access-rig.ts';

let rig: Awaited<ReturnType<typeof startAccessRig>>;
beforeAll(async () => {
  rig = await startAccessRig();
});
afterAll(() => rig.stop());

test.each([{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, {}])(
  'the button, an address that is typed, and a browser that says nothing begin one: %j',
  async (headers) => {
    // The provider of this test does not exist; that it is not reached shows that it was asked.
    const answer = await fetch(`${rig.base}/auth/oidc`, { headers: { ...headers }, redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/^\/login\?why=provider-/);
  },
);
