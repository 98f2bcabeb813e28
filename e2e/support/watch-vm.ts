import { chromium } from '@playwright/test';
import { type ApiMigrations, apiMigrations } from '../../lib/model/api/migrations.ts';
import playwright from '../../playwright.config.ts';
import { startApp } from './start-app.ts';

/** The app on a store that the test writes, and a browser at the page of one VM. */
export interface WatchedVm {
  /** Opens the page; it stays open. */
  open(): Promise<void>;
  /** What the API tells of the VM's migrations. */
  told(): Promise<ApiMigrations['records']>;
  /** What the page shows: the hosts on which the VM ran, and the marks of its moves in words, oldest first. */
  shown(): Promise<{ readonly hosts: readonly (string | null)[]; readonly moves: readonly (string | null)[] }>;
  stop(): Promise<void>;
}

/** Starts the built app on the store in `directory`, and a browser. */
export async function watchVm(directory: string, vmId: string): Promise<WatchedVm> {
  const app = await startApp(directory);
  const browser = await chromium.launch({ ...playwright.use?.launchOptions, headless: true }).catch(async (error: unknown) => {
    await app.stop();
    throw error;
  });
  const page = await browser.newPage({ locale: 'en-GB' });
  const attributes = (selector: string, name: string) =>
    page
      .getByTestId('power-strip')
      .locator(selector)
      .evaluateAll((all, wanted) => all.map((element) => element.getAttribute(wanted)), name);
  return {
    open: async () => void (await page.goto(`${app.url}/vms/${vmId}`)),
    told: async () => apiMigrations.parse(await (await fetch(`${app.url}/api/v1/migrations?vm=${vmId}`)).json()).records,
    shown: async () => ({
      hosts: await attributes('[data-host]', 'data-host'),
      moves: await attributes('[data-mark="move"]', 'aria-label'),
    }),
    stop: async () => {
      await browser.close();
      await app.stop();
    },
  };
}
