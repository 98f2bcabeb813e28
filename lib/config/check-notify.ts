import { type Stats, statSync } from 'node:fs';
import type { RuleBreak } from './check-rules.ts';
import type { ConfigPath } from './config-error.ts';
import type { NotifyConfig, ReceiverConfig } from './notify-schema.ts';

/** A secret is a line of text; whatever is longer is another file. */
const longestSecretBytes = 65_536;

type SecretFile = { readonly file: string };

/** Rules of `notify` that look at more than one key. The schema has passed already. Pure. */
export function checkNotify({ receivers }: NotifyConfig): readonly RuleBreak[] {
  const first = new Map<string, number>();
  return receivers.flatMap((receiver, index): RuleBreak[] => {
    const path: ConfigPath = ['notify', 'receivers', index];
    const earlier = first.get(receiver.name.toLowerCase());
    first.set(receiver.name.toLowerCase(), earlier ?? index);
    const breaks: RuleBreak[] = [];
    if (earlier !== undefined) {
      const message = `${JSON.stringify(receiver.name)} is also the name of receivers[${earlier}]; each receiver needs a name of its own`;
      breaks.push({ path: [...path, 'name'], message });
    }
    if (receiver.kind === 'alertmanager' && receiver.basicAuth !== undefined && receiver.bearer !== undefined) {
      breaks.push({ path: [...path, 'bearer'], message: 'goes not with basicAuth; one request can carry one of them' });
    }
    if (receiver.kind === 'email' && (receiver.smtp.user === undefined) !== (receiver.smtp.password === undefined)) {
      const message = 'user and password go together; give both, or neither where the server asks for none';
      breaks.push({ path: [...path, 'smtp'], message });
    }
    return breaks;
  });
}

/** The receivers with the paths of their secrets made absolute. */
export function resolveSecrets(notify: NotifyConfig, absolute: (path: string) => string): NotifyConfig {
  const resolve = <Key extends string>(key: Key, secret: SecretFile | undefined) =>
    (secret === undefined ? {} : { [key]: { file: absolute(secret.file) } }) as { readonly [K in Key]?: SecretFile };
  const resolveReceiver = (receiver: ReceiverConfig): ReceiverConfig => {
    switch (receiver.kind) {
      case 'alertmanager': {
        const { basicAuth, bearer, ...rest } = receiver;
        const password = basicAuth === undefined ? undefined : { file: absolute(basicAuth.password.file) };
        const basic = basicAuth === undefined || password === undefined ? {} : { basicAuth: { ...basicAuth, password } };
        return { ...rest, ...basic, ...resolve('bearer', bearer) };
      }
      case 'webhook':
        return { ...receiver, ...resolve('bearer', receiver.bearer), ...resolve('hmac', receiver.hmac) };
      case 'email':
        return { ...receiver, smtp: { ...receiver.smtp, ...resolve('password', receiver.smtp.password) } };
    }
  };
  return { ...notify, receivers: notify.receivers.map(resolveReceiver) };
}

/** Files of secrets that are not there, or that others can read. Looks at the files, and does not open them. */
export function checkSecretFiles({ receivers }: NotifyConfig): readonly RuleBreak[] {
  return receivers.flatMap((receiver, index) =>
    secretsOf(receiver).flatMap(([keys, secret]): RuleBreak[] => {
      const message = secret === undefined ? undefined : describeSecretFile(secret.file);
      return message === undefined ? [] : [{ path: ['notify', 'receivers', index, ...keys, 'file'], message }];
    }),
  );
}

function secretsOf(receiver: ReceiverConfig): readonly (readonly [ConfigPath, SecretFile | undefined])[] {
  switch (receiver.kind) {
    case 'alertmanager':
      return [
        [['basicAuth', 'password'], receiver.basicAuth?.password],
        [['bearer'], receiver.bearer],
      ];
    case 'webhook':
      return [
        [['hmac'], receiver.hmac],
        [['bearer'], receiver.bearer],
      ];
    case 'email':
      return [[['smtp', 'password'], receiver.smtp.password]];
  }
}

function describeSecretFile(file: string): string | undefined {
  const wanted = 'it must hold the secret, in one line';
  const stats = statOf(file);
  if (typeof stats === 'string') return `${file} cannot be read (${stats}); ${wanted}, with mode 0600`;
  if (!stats.isFile()) return `${file} is not a file; ${wanted}, with mode 0600`;
  if (stats.size === 0) return `${file} is empty; ${wanted}`;
  if (stats.size > longestSecretBytes) return `${file} has ${stats.size} bytes; ${wanted}, of at most ${longestSecretBytes}`;
  // Windows keeps rights in access lists, not in the mode.
  if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return undefined;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
  return `${file} can be read by others (mode ${mode}); a secret must have mode 0600: run chmod 600 ${file}`;
}

/** The code of the error where there is no looking. */
function statOf(file: string): Stats | string {
  try {
    return statSync(file);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
