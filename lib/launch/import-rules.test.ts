import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from './paths.js';

const configFile = join(root, '.dependency-cruiser.cjs');
const depcruise = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

const configShape = z.object({ forbidden: z.array(z.object({ name: z.string() })) });
const ruleNames = configShape.parse(createRequire(import.meta.url)(configFile)).forbidden.map((rule) => rule.name);

const reportShape = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** What is there to be imported; none of it breaks a rule. */
const good: Readonly<Record<string, string>> = {
  'lib/model/vm-id.ts': 'export const vmId = 1;',
  'lib/model/outcome.ts': "import { vmId } from './vm-id.ts';\nexport const outcome = vmId;",
  'lib/metrics/catalog.ts': 'export const catalog = 1;',
  'lib/metrics/render.ts': "import { catalog } from './catalog.ts';\nexport const render = catalog;",
  'lib/grafana/fleet.ts': "import { catalog } from '../metrics/catalog.ts';\nexport const fleet = catalog;",
  'lib/store/store.ts':
    "import { outcome } from '#lib/model/outcome.ts';\nexport type Store = number;\nexport const store = outcome;",
  'lib/store/store.test.ts':
    "import { vm } from '../../collectors/vm/vm.ts';\nimport { lab } from '../../e2e/lab.ts';\nexport const used = vm + lab;",
  'collectors/collector.ts': 'export const defineCollector = 1;',
  'collectors/vm/vm.ts':
    "import { catalog } from '#lib/metrics/catalog.ts';\nimport type { Transport } from '../transport/transport.ts';\nimport { defineCollector } from '../collector.ts';\nexport const vm: Transport = catalog + defineCollector;",
  'collectors/kvp/kvp.ts': 'export const kvp = 1;',
  'collectors/registry.ts': "import { vm } from './vm/vm.ts';\nexport const registry = vm;",
  'collectors/transport/transport.ts': 'export type Transport = number;\nexport const transport = 1;',
  'collectors/runtime/tick.ts': "import { registry } from '../registry.ts';\nexport const tick = registry;",
  'app/_server/read.ts': "import { store } from '#lib/store/store.ts';\nexport const read = store;",
  'app/_components/card.tsx': "import { outcome } from '#lib/model/outcome.ts';\nexport const card = outcome;",
  'e2e/lab.ts': 'export const lab = 1;',
};

/** One planted violation per rule: the file that breaks it, and what it imports. */
const planted: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'lib-imports-no-program': ['lib/config/a.ts', "import '../../collectors/registry.ts';"],
  'pure-lib-imports-pure-lib-only': ['lib/derive/b.ts', "import { store } from '#lib/store/store.ts';\nexport const b = store;"],
  'pure-lib-touches-no-machine': ['lib/format/c.ts', "import { readFileSync } from 'node:fs';\nexport const c = readFileSync;"],
  'metrics-and-alerting-stay-pure': ['lib/alerting/d.ts', "import { connect } from 'node:net';\nexport const d = connect;"],
  'collector-imports-no-collector': ['collectors/heartbeat/e.ts', "import { vm } from '../vm/vm.ts';\nexport const e = vm;"],
  'collector-imports-no-machinery': [
    'collectors/heartbeat/f.ts',
    "import { transport } from '../transport/transport.ts';\nexport const f = transport;",
  ],
  'collector-sees-catalogue-only': [
    'collectors/heartbeat/g.ts',
    "import { render } from '#lib/metrics/render.ts';\nexport const g = render;",
  ],
  'runtime-uses-registry': ['collectors/runtime/h.ts', "import { kvp } from '../kvp/kvp.ts';\nexport const h = kvp;"],
  'transport-knows-no-runtime': [
    'collectors/transport/i.ts',
    "import { tick } from '../runtime/tick.ts';\nexport const i = tick;",
  ],
  'app-and-collectors-are-strangers': [
    'app/_server/j.ts',
    "import { kvp } from '#collectors/kvp/kvp.ts';\nexport const j = kvp;",
  ],
  'collectors-import-no-app': ['collectors/cli/k.ts', "import { read } from '#app/_server/read.ts';\nexport const k = read;"],
  'client-reaches-no-server-code': ['app/vms/l.client.tsx', "import { l } from './l-between.ts';\nexport const client = l;"],
  'client-imports-no-node': ['app/_queries/m.ts', "import { hostname } from 'node:os';\nexport const m = hostname;"],
  'client-sees-catalogue-only': [
    'app/_components/n.tsx',
    "import { render } from '#lib/metrics/render.ts';\nexport const n = render;",
  ],
  'programs-import-no-test-code': ['app/o.ts', "import { lab } from '../e2e/lab.ts';\nexport const o = lab;"],
  'only-docs-make-dashboards': [
    'collectors/runtime/q.ts',
    "import { fleet } from '#lib/grafana/fleet.ts';\nexport const q = fleet;",
  ],
  'no-cycles': ['lib/auth/p.ts', "import { q } from './q.ts';\nexport const p = 1 + q;"],
  'everything-resolves': ['lib/auth/r.ts', "import { gone } from './gone.ts';\nexport const r = gone;"],
};

const more: Readonly<Record<string, string>> = {
  'app/vms/l-between.ts': "import { store } from '#lib/store/store.ts';\nexport const l = store;",
  'lib/auth/q.ts': "import { p } from './p.ts';\nexport const q = 1 + p;",
};

const directories: string[] = [];

async function cruise(files: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), 'hvitals-imports-'));
  directories.push(directory);
  const imports = { '#app/*': './app/*', '#lib/*': './lib/*', '#collectors/*': './collectors/*' };
  const all = { ...files, 'package.json': JSON.stringify({ type: 'module', imports }) };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const args = [depcruise, '--config', configFile, '--output-type', 'json', 'app', 'collectors', 'lib', 'e2e'];
  // It ends with the number of errors as exit code; the report stands on stdout all the same.
  const text = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: directory, maxBuffer: 2 ** 26 }, (_error, stdout) => resolve(stdout));
  });
  return reportShape.parse(JSON.parse(text)).summary;
}

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

describe('import rules', () => {
  let violations: Awaited<ReturnType<typeof cruise>>['violations'];

  beforeAll(async () => {
    ({ violations } = await cruise({ ...good, ...Object.fromEntries(Object.values(planted)), ...more }));
  });

  it('each have a planted violation here', () => {
    expect(Object.keys(planted).toSorted()).toEqual(ruleNames.toSorted());
  });

  it.each(ruleNames)('%s catches the planted violation', (name) => {
    const places = violations.filter((violation) => violation.rule.name === name).map((violation) => violation.from);
    expect(places).toContain(planted[name]?.[0]);
  });

  it('find nothing in files that keep them, and do look at those files', async () => {
    const { violations: none, totalCruised } = await cruise(good);
    expect(none).toEqual([]);
    expect(totalCruised).toBe(Object.keys(good).length);
  });
});
