import { checkNotify } from './check-notify.ts';
import { checkServers } from './check-web.ts';
import { type CollectorName, collectorNames, collectorSchedules } from './collector-schedules.ts';
import { collectorSettings } from './collector-settings.ts';
import type { ConfigPath } from './config-error.ts';
import { describeUnknown } from './describe-issue.ts';
import type { Config, Target } from './schema.ts';

/** A broken rule and the key that it is about. */
export interface RuleBreak {
  readonly path: ConfigPath;
  readonly message: string;
}

/** Rules that look at more than one key. The schema has passed already. Pure. */
export function checkRules(config: Config): readonly RuleBreak[] {
  return [
    ...checkHostNames(config.targets),
    ...checkCollectors(config, undefined, ['collectors']),
    ...config.targets.flatMap((target, index) => checkCollectors(config, target, ['targets', index, 'collectors'])),
    ...checkRuleFiles(config.alerting.ruleFiles),
    ...checkNotify(config.notify),
    ...checkServers(config),
  ];
}

/** Host names become the `host` label, so two that differ only in letter case are taken for the same host. */
function checkHostNames(targets: readonly Target[]): readonly RuleBreak[] {
  const first = new Map<string, number>();
  return targets.flatMap((target, index) => {
    const key = target.name.toLowerCase();
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    const message = `${JSON.stringify(target.name)} is also the name of targets[${earlier}]; each host needs a name of its own`;
    return [{ path: ['targets', index, 'name'], message }];
  });
}

function checkCollectors(config: Config, target: Target | undefined, path: ConfigPath): readonly RuleBreak[] {
  const overrides = (target ?? config).collectors;
  return Object.entries(overrides).flatMap(([name, override]): RuleBreak[] => {
    if (!isCollectorName(name)) {
      return [{ path: [...path, name], message: describeUnknown('collector', name, collectorNames) }];
    }
    const { intervalSeconds, timeoutSeconds } = collectorSettings(config, target, name, collectorSchedules[name]);
    if (timeoutSeconds < intervalSeconds) return [];
    const key = override.timeoutSeconds === undefined ? 'intervalSeconds' : 'timeoutSeconds';
    const message = `the timeout of ${timeoutSeconds} s must be shorter than the interval of ${intervalSeconds} s, or scrapes would overlap`;
    return [{ path: [...path, name, key], message }];
  });
}

function isCollectorName(name: string): name is CollectorName {
  return Object.hasOwn(collectorSchedules, name);
}

/** Folders are watched, and which ones must not depend on what is in them. */
function checkRuleFiles(patterns: readonly string[]): readonly RuleBreak[] {
  return patterns.flatMap((pattern, index) => {
    const parts = pattern.split(process.platform === 'win32' ? /[/\\]/ : '/');
    if (!parts.slice(0, -1).some((part) => /[*?[]/.test(part))) return [];
    const message = `${JSON.stringify(pattern)} has a pattern in the name of a folder; * ? and [ ] may stand in the name of the file only`;
    return [{ path: ['alerting', 'ruleFiles', index], message }];
  });
}
