import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHvitalsWith } from '../../collectors/cli/testdata/run-hvitals.ts';
import type { ApiVms } from '../../lib/model/api/vms.ts';
import { eventually } from '../support/eventually.ts';
import { type Programs, startPrograms } from '../support/programs.ts';
import { type Answer, type AskOptions, ask, writeOf } from './ask.ts';

/** Both programs with secrets of every kind planted, and somebody who is let in. */
export interface BaselineRig {
  readonly programs: Programs;
  readonly base: string;
  readonly vmId: string;
  /** Every secret by what it is. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Headers by which an admin's browser is known; none where nobody is asked. */
  readonly known: Readonly<Record<string, string>>;
  /** Everything that was answered so far, without `Set-Cookie`. */
  readonly answers: readonly Answer[];
  ask(path: string, options?: AskOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export const adminName = 'ann';

export async function startBaselineRig(login: 'required' | 'none'): Promise<BaselineRig> {
  const folder = mkdtempSync(join(tmpdir(), 'hvitals-secrets-'));
  const secrets: Record<string, string> = { password: `four unrelated words ${randomBytes(6).toString('hex')}` };
  const plant = (name: string) => {
    const file = join(folder, name);
    secrets[name] = `planted-${name}-${randomBytes(12).toString('hex')}`;
    writeFileSync(file, `${secrets[name]}\n`, { mode: 0o600 });
    return { file };
  };
  const url = 'http://127.0.0.1:1/';
  const oidc = { issuer: 'http://127.0.0.1:1', clientId: 'hvitals', clientSecret: plant('oidc'), roles: { viewer: ['*'] } };
  const smtp = { host: '127.0.0.1', port: 1, user: 'hvitals', password: plant('smtp') };
  const programs = await startPrograms({
    demo: { hosts: 3, vmsPerHost: 8, seed: 7 },
    web: {
      login,
      ...(login === 'required' && { trustProxy: ['127.0.0.1'], oidc, externalUrl: 'https://hvitals.example.com' }),
    },
    metrics: { bearer: plant('scraper') },
    notify: {
      receivers: [
        { name: 'hook', kind: 'webhook', url, hmac: plant('hmac'), bearer: plant('bearer') },
        { name: 'am', kind: 'alertmanager', url, basicAuth: { user: 'a', password: plant('basic') } },
        { name: 'mail', kind: 'email', smtp, from: 'a@example.com', to: ['b@example.com'] },
      ],
    },
  });
  const base = programs.appUrl;
  const answers: Answer[] = [];
  const rig = {
    ask: async (path: string, options: AskOptions = {}) => {
      const answer = await ask(base, path, options);
      const { 'set-cookie': _, ...headers } = answer.headers;
      answers.push({ ...answer, headers });
      return answer;
    },
    stop: async () => {
      await programs.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    const known = login === 'none' ? {} : await comeIn(programs, secrets);
    return { programs, base, secrets, known, answers, ...rig, vmId: await firstVm(base, known) };
  } catch (error) {
    await rig.stop();
    throw error;
  }
}

/** Adds an admin, a token and a wall link as a person does, and logs in. */
async function comeIn(
  { directory, appUrl }: Programs,
  secrets: Record<string, string>,
): Promise<Readonly<Record<string, string>>> {
  const { password = '' } = secrets;
  const hvitals = async (line: string, input = '') => {
    const { code, stdout, stderr } = await runHvitalsWith(directory, input, line.split(' '));
    if (code !== 0) throw new Error(`hvitals ${line}: ${stderr}`);
    return stdout;
  };
  await hvitals(`user add ${adminName} --role admin --password-stdin`, `${password}\n`);
  secrets.token = /hv_[\w-]{43}/.exec(await hvitals('token add ci --role admin'))?.[0] ?? '';
  secrets.wallLink = /hvw_[\w-]{43}/.exec(await hvitals('wall-link add noc'))?.[0] ?? '';
  const { status, cookies, body } = await ask(appUrl, '/auth/login', writeOf({ name: adminName, password }));
  const cookie = cookies[0]?.split(';', 1)[0] ?? '';
  if (status !== 200 || cookie === '') throw new Error(`the log-in answered ${status}: ${body}`);
  secrets.session = cookie.slice(cookie.indexOf('=') + 1);
  if (Object.values(secrets).some((secret) => secret.length < 20)) throw new Error('a secret is missing');
  return { cookie };
}

async function firstVm(base: string, headers: Readonly<Record<string, string>>): Promise<string> {
  let vmId = '';
  await eventually('the demo fleet has been read', 90_000, async () => {
    const { status, body } = await ask(base, '/api/v1/vms', { headers });
    if (status !== 200) throw new Error(`it answered ${status}: ${body.slice(0, 200)}`);
    vmId = (JSON.parse(body) as ApiVms).vms[0]?.vmId ?? '';
    if (vmId === '') throw new Error('no VM yet');
  });
  return vmId;
}
