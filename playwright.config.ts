import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { ensurePeer } from './e2e/peers/ensure-peer.ts';

/** Browser tests: one at a time, because each starts its own hosts, collectors and app on two cores. */
export default defineConfig({
  testDir: join(import.meta.dirname, 'e2e'),
  testMatch: '**/*.spec.ts',
  outputDir: join(import.meta.dirname, '.cache', 'test', 'playwright'),
  // Reference pictures: one set, whatever the machine (docs/adr/0007).
  snapshotPathTemplate: '{testDir}/screenshots/{arg}{ext}',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  // On a shared machine a page may wait for its turn; what must be quick is measured by the benchmark, not here.
  expect: { timeout: 10_000 },
  reporter: [['list'], [join(import.meta.dirname, 'lib', 'launch', 'playwright-summary.js')]],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1920, height: 1080 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: await ensurePeer('chromium'),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
