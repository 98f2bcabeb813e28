import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { operationList } from '#lib/api/operations.ts';
import { type JsonObject, renderOpenApi } from '#lib/api/render-openapi.ts';
import { mayDo } from '#lib/auth/permissions.ts';
import { type Permission, type Role, roles } from '#lib/model/role.ts';
import type { GeneratedFile } from './metric-docs.ts';
import { describeFields, readFieldDocs } from './schema-comments.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const answerFiles = ['lib/model/api/*.ts', 'lib/model/readings/*.ts', 'lib/model/{clock,fleet-event,migration-record}.ts'];
const bodyFiles = ['lib/api/*-bodies.ts'];

const packageShape = z.object({ version: z.string() });

/** The OpenAPI document: as it is, and as it should be. Only `npm run docs` and tests may ask: it reads the comments of the schemas. */
export async function openApiFiles(): Promise<readonly GeneratedFile[]> {
  const path = 'lib/api/openapi.json';
  const file = `${root}${path}`;
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return [{ path, file, current, expected: `${JSON.stringify(await readOpenApi(), null, 1)}\n` }];
}

/** The document anew. `closed` for tests: answers may hold nothing that it does not describe. */
export async function readOpenApi({ closed = false } = {}): Promise<JsonObject> {
  const docs = readFieldDocs(globSync([...answerFiles, ...bodyFiles], { cwd: root }).map((file) => `${root}${file}`));
  const [answers, bodies] = [await namedSchemas(answerFiles), await namedSchemas(bodyFiles)];
  return renderOpenApi({
    version: packageShape.parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8'))).version,
    operations: operationList,
    answers: new Map([...answers].map(([name, schema]) => [toComponent(name), schema])),
    bodies: new Map([...bodies].map(([name, schema]) => [toComponent(name), schema])),
    roleOf,
    describe(component, schema) {
      const name = [...answers.keys(), ...bodies.keys()].find((one) => toComponent(one) === component);
      describeFields(schema, docs.get(name ?? ''));
    },
    closed,
  });
}

/** Every schema that these files export, by its name there. */
async function namedSchemas(patterns: readonly string[]): Promise<ReadonlyMap<string, z.ZodType>> {
  const found = new Map<string, z.ZodType>();
  for (const file of globSync([...patterns], { cwd: root }).toSorted()) {
    if (file.endsWith('.test.ts')) continue;
    const exported: Record<string, unknown> = await import(pathToFileURL(`${root}${file}`).href);
    for (const [name, value] of Object.entries(exported)) if (value instanceof z.ZodType) found.set(name, value);
  }
  return found;
}

/** `apiVmDetail` → `VmDetail`, `ackBody` → `AckBody`. */
function toComponent(name: string): string {
  const bare = name.replace(/^api(?=[A-Z])/, '');
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}`;
}

function roleOf(permission: Permission): Role | 'wall-link' {
  return mayDo('wall-link', permission) ? 'wall-link' : (roles.find((role) => mayDo(role, permission)) ?? 'admin');
}
