import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root, toolEnvironment } from './paths.js';
import { runTool } from './run-tool.js';

const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const versions = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: versions, devDependencies: versions, allowScripts: z.record(z.string(), z.boolean()) })
  .parse(read('package.json'));
const lock = z
  .object({
    lockfileVersion: z.number(),
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        link: z.boolean().optional(),
        dev: z.boolean().default(false),
        devOptional: z.boolean().default(false),
        hasInstallScript: z.boolean().default(false),
      }),
    ),
  })
  .parse(read('package-lock.json'));
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('packages', () => {
  it('are pinned to one version each, by number', () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
    const other = wanted.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version);
    expect(other).toEqual([]);
  });

  it('are known by their SHA-512, and come from the registry alone: no address of another place, no folder, no repository', () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
    expect(installed.filter(([, { resolved, link }]) => resolved !== undefined || link === true)).toEqual([]);
  });

  it('run no script at their installation, but for the pinned Node', () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(scripted).toEqual(['node']);
    expect(manifest.allowScripts).toEqual({ node: true });
    // What is new and would run one fails the installation, with an npm that knows this.
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^strict-allow-scripts=true$/m);
  });
});

const component = z.object({
  'bom-ref': z.string(),
  type: z.literal('library'),
  name: z.string(),
  version: z.string(),
  purl: z.string().startsWith('pkg:npm/'),
  hashes: z.array(z.object({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) })).min(1),
  // npm leaves out what is no SPDX identifier; docs/licences.md has those too.
  licenses: z.array(z.union([z.object({ license: z.looseObject({}) }), z.object({ expression: z.string() })])).optional(),
});
/** What CycloneDX 1.5 asks for, and what a reader needs of it. */
const cycloneDx = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.5'),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  version: z.literal(1),
  metadata: z.object({
    timestamp: z.iso.datetime(),
    component: z.object({
      'bom-ref': z.string(),
      name: z.literal('hvitals'),
      type: z.literal('application'),
      version: z.string(),
    }),
  }),
  components: z.array(component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});

describe('npm run sbom', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvitals-sbom-'));
  let bom: z.infer<typeof cycloneDx>;

  beforeAll(async () => {
    const file = join(folder, 'sbom.json');
    const script = join(root, 'lib', 'launch', 'sbom.js');
    const { ok, ended } = await runTool(process.execPath, [script, file], toolEnvironment(undefined), { stdio: 'ignore' });
    expect(ended).toBe('exit code 0');
    expect(ok).toBe(true);
    bom = cycloneDx.parse(JSON.parse(readFileSync(file, 'utf8')));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names every package of production, with version and digest, and none of development', () => {
    const wanted = installed
      .filter(([, { dev, devOptional }]) => !dev && !devOptional)
      .map(([path, { version }]) => `${nameOf(path)}@${version}`);
    const named = bom.components.map(({ name, version }) => `${name}@${version}`);
    expect([...new Set(named)].toSorted()).toEqual([...new Set(wanted)].toSorted());
    expect(named).toEqual(expect.arrayContaining(Object.entries(manifest.dependencies).map((pair) => pair.join('@'))));
  });

  it('says what needs what, without a reference that leads nowhere', () => {
    const refs = new Set([bom.metadata.component['bom-ref'], ...bom.components.map((one) => one['bom-ref'])]);
    const used = bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(used.filter((ref) => !refs.has(ref))).toEqual([]);
    const own = bom.dependencies.find(({ ref }) => ref === bom.metadata.component['bom-ref']);
    const direct = Object.entries(manifest.dependencies).map((pair) => pair.join('@'));
    expect(own?.dependsOn).toEqual(expect.arrayContaining(direct));
  });
});
