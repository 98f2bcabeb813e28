import { mkdirSync } from 'node:fs';
import { ConfigError } from '#lib/config/config-error.ts';
import { decideFleet, isHyperVHost } from '#lib/config/decide-fleet.ts';
import { parseListen } from '#lib/config/listen.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import type { LaunchPlan } from './launch-plan.ts';

/** Run by start.js on the pinned Node, because the configuration is read by TypeScript: prints the plan as one JSON line. */
function readPlan(): LaunchPlan {
  try {
    const { config, source } = loadConfig({ cwd: process.cwd(), env: process.env });
    mkdirSync(config.data.directory, { recursive: true });
    return {
      ok: true,
      source: source ?? null,
      fleet: decideFleet(config, isHyperVHost(process.platform, process.env)),
      targets: config.targets.length,
      demo: config.demo,
      dataDirectory: config.data.directory,
      web: parseListen(config.web.listen),
      metrics: parseListen(config.metrics.listen),
    };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, reason: error.message };
    if (error instanceof Error && 'syscall' in error && error.syscall === 'mkdir') {
      return { ok: false, reason: `the data directory cannot be made: ${error.message}; data.directory names another` };
    }
    throw error;
  }
}

process.stdout.write(`${JSON.stringify(readPlan())}\n`);
