import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dashboardFiles } from '../collectors/dashboard-files.ts';
import { prometheusFiles } from '../collectors/rule-files.ts';
import { type StartedApp, startApp } from './support/start-app.ts';

const docs = join(import.meta.dirname, '../docs');
const files = [...prometheusFiles(), ...dashboardFiles()].filter(({ path }) => path.startsWith('public/'));
let directory: string;
let app: StartedApp;

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hvitals-downloads-'));
  app = await startApp(directory);
});

test.afterAll(async () => {
  await app?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('every file for Prometheus and Grafana is served byte for byte, and the docs name its address', async () => {
  const pages = (await Promise.all(['prometheus.md', 'grafana.md'].map((page) => readFile(join(docs, page), 'utf8')))).join('\n');
  expect(files.length).toBe(12);
  for (const { path, file } of files) {
    const address = path.slice('public'.length);
    const answer = await fetch(`${app.url}${address}`);
    expect([address, answer.status]).toEqual([address, 200]);
    expect(await answer.text()).toBe(await readFile(file, 'utf8'));
    expect(pages).toContain(`\`${address}\``);
  }
});
