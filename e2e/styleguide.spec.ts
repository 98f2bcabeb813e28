import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { isAlive } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

/**
 * Reference pictures of every part of the design, in e2e/screenshots/. To renew them after a change that is meant:
 * `npx playwright test styleguide --update-snapshots`, and look at the difference before it is committed.
 */

/** Pictures are drawn with the fonts that come with Next, so that they do not depend on what the machine has (docs/adr/0007). */
const fontFolder = join(import.meta.dirname, '../node_modules/next/dist/next-devtools/server/font');
const parts = [
  'colours',
  'type',
  'status',
  'badges',
  'numbers',
  'cards',
  'tables',
  'states',
  'controls',
  'banners',
  'findings',
  'commands',
  'clocks',
  'beacons',
  'migrations',
  'strip',
  'disks',
  'events',
  'event-cards',
  'watch',
  'handover',
] as const;
/** Edges of letters differ by the machine; a part that moved or lost its colour differs by much more. */
const tolerance = { maxDiffPixelRatio: 0.02, threshold: 0.06 } as const;

let programs: Programs;

test.use({ viewport: { width: 1_600, height: 1_000 }, locale: 'en-GB', timezoneId: 'UTC', bypassCSP: true });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
});

test.afterAll(async () => {
  await programs?.stop();
});

function fontFace(family: string, file: string): string {
  const path = join(fontFolder, file);
  if (!existsSync(path)) throw new Error(`Next no longer brings ${file}: choose another font for the reference pictures.`);
  return `@font-face { font-family: ${family}; src: url(data:font/woff2;base64,${readFileSync(path).toString('base64')}); }`;
}

async function openStyleguide(page: Page): Promise<void> {
  await page.context().addCookies([{ name: 'hvitals-theme', value: 'light', url: programs.appUrl }]);
  await page.goto(`${programs.appUrl}/styleguide`);
  await page.addStyleTag({
    content: [
      fontFace('reference', 'geist-latin.woff2'),
      fontFace('reference-mono', 'geist-mono-latin.woff2'),
      'html { --font-sans: reference; --font-mono: reference-mono; font-family: reference !important; }',
      '.font-mono, code, kbd { font-family: reference-mono !important; }',
    ].join('\n'),
  });
  await page.evaluate(() => document.fonts.ready);
  await isAlive(page);
}

test('every part looks as it did, in both themes', async ({ page }) => {
  await openStyleguide(page);
  const shown = await page.locator('[data-style]').evaluateAll((all) => all.map((one) => one.getAttribute('data-style')));
  expect(shown).toEqual([...parts, 'dialogs']);
  for (const part of parts) {
    await expect.soft(page.locator(`[data-style="${part}"]`)).toHaveScreenshot(`${part}.png`, tolerance);
  }
});

test('a dialog looks as it did, in both themes', async ({ page }) => {
  await openStyleguide(page);
  for (const theme of ['light', 'dark'] as const) {
    await page.locator(`[data-style="dialogs"] [data-theme="${theme}"] button`).click();
    await expect.soft(page.getByRole('dialog')).toHaveScreenshot(`dialog-${theme}.png`, tolerance);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('the comparison sees a part that lost its colour', async ({ page }) => {
  await openStyleguide(page);
  await page.addStyleTag({ content: '[data-style="banners"] p { background: none !important; }' });
  await expect(page.locator('[data-style="banners"]')).not.toHaveScreenshot('banners.png', { ...tolerance, timeout: 2_000 });
});
