import type { BrowserContext, Page } from '@playwright/test';

/** Puts preferences of the reader into the browser: `theme`, `locale`, `zone`. */
export async function prefer(context: BrowserContext, url: string, values: Readonly<Record<string, string>>): Promise<void> {
  await context.addCookies(Object.entries(values).map(([name, value]) => ({ name: `hvitals-${name}`, value, url })));
}

/** Waits until the page's scripts run: React has taken over the header's buttons, and what it does after that (listening to keys) is done. */
export async function isAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const button = document.querySelector('header button');
    return button !== null && Object.keys(button).some((key) => key.startsWith('__reactProps'));
  });
  await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => requestIdleCallback(() => resolve()))));
}
