import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { checkSecretFiles, resolveSecrets } from './check-notify.ts';
import { checkServerFiles, resolveServerFiles } from './check-web.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { deepFreeze } from './deep-freeze.ts';
import { type ParsedConfig, parseConfig } from './parse-config.ts';
import type { Config, Target } from './schema.ts';

export interface LoadConfigInput {
  /** Working directory. */
  readonly cwd: string;
  /** Environment: `HVITALS_CONFIG` names the file, `HOME` stands for `~` in paths. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface LoadedConfig {
  /** Frozen through and through; every path in it is absolute. */
  readonly config: Config;
  /** The file, as an absolute path; undefined where there is none and all defaults hold. */
  readonly source: string | undefined;
  /** Line of a key, as of `ParsedConfig`. */
  readonly lineOf: ParsedConfig['lineOf'];
}

/**
 * Loads hvitals.yaml from the working directory, or the file that `HVITALS_CONFIG` names, which must exist then.
 * Paths inside it are taken from the file's own directory. Throws ConfigError.
 */
export function loadConfig({ cwd, env }: LoadConfigInput): LoadedConfig {
  const named = env.HVITALS_CONFIG;
  const source = resolve(cwd, named === undefined || named === '' ? 'hvitals.yaml' : named);
  const shown = showPath(source, cwd);
  const text = readText(source, shown, named !== undefined && named !== '');
  const parsed = parseConfig(text ?? '', shown);
  const config = resolvePaths(parsed.config, dirname(source), env.HOME ?? env.USERPROFILE);
  const files = [...checkServerFiles(config), ...checkSecretFiles(config.notify)];
  const unusable = files.map((problem) => ({ ...problem, line: parsed.lineOf(problem.path) }));
  const problems = [...checkKeyFiles(config.targets, parsed.lineOf), ...unusable];
  if (problems.length > 0) throw new ConfigError(shown, problems);
  return { config: deepFreeze(config), source: text === undefined ? undefined : source, lineOf: parsed.lineOf };
}

function readText(file: string, shown: string, mustExist: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT' && !mustExist) return undefined;
    const hint = code === 'ENOENT' ? 'no such file; HVITALS_CONFIG names it' : `cannot be read (${code})`;
    throw new ConfigError(shown, [{ path: [], line: undefined, message: hint }], { cause });
  }
}

/** A file below the working directory is shown relative to it, as the person typed it. */
function showPath(file: string, cwd: string): string {
  const below = relative(cwd, file);
  return below.startsWith('..') || isAbsolute(below) ? file : below;
}

function resolvePaths(config: Config, directory: string, home: string | undefined): Config {
  const absolute = (path: string) =>
    home !== undefined && /^~(?=[/\\]|$)/.test(path) ? join(home, path.slice(1)) : resolve(directory, path);
  const resolveTarget = (target: Target): Target =>
    target.transport !== 'ssh'
      ? target
      : {
          ...target,
          keyFile: absolute(target.keyFile),
          ...(target.knownHostsFile === undefined ? {} : { knownHostsFile: absolute(target.knownHostsFile) }),
        };
  return {
    ...config,
    alerting: { ...config.alerting, ruleFiles: config.alerting.ruleFiles.map(absolute) },
    ...resolveServerFiles(config, absolute),
    data: { ...config.data, directory: absolute(config.data.directory) },
    targets: config.targets.map(resolveTarget),
    notify: resolveSecrets(config.notify, absolute),
  };
}

/** ssh refuses a key that others can read, with a message that never reaches the page; so it is said here, before the start. */
function checkKeyFiles(
  targets: readonly Target[],
  lineOf: (path: readonly (string | number)[]) => number | undefined,
): ConfigProblem[] {
  return targets.flatMap((target, index): ConfigProblem[] => {
    if (target.transport !== 'ssh') return [];
    const messages = {
      keyFile: describeKeyFile(target.keyFile),
      knownHostsFile: target.knownHostsFile === undefined ? undefined : describeKnownHostsFile(target.knownHostsFile),
    };
    return Object.entries(messages).flatMap(([key, message]) => {
      const path = ['targets', index, key];
      return message === undefined ? [] : [{ path, line: lineOf(path), message }];
    });
  });
}

function describeKeyFile(file: string): string | undefined {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return `${file} is not a file; it must be a private ssh key`;
    // Windows keeps rights in access lists, not in the mode; its ssh checks them itself.
    if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return undefined;
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
    return `${file} can be read by others (mode ${mode}), and ssh refuses such a key; run chmod 600 ${file}`;
  } catch (cause) {
    return `${file} cannot be read (${errorCode(cause)}); it must be a private ssh key that the collectors' user can read`;
  }
}

function describeKnownHostsFile(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return undefined;
  return `${file} is not a file; it must hold the host's public key, as ssh-keyscan prints it`;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
