import type { SimulatedHostClock } from './scenario.ts';

const servers = {
  'ntp1.corp.example.com': { offsetMs: 0.2, delayMs: 0.8, stratum: 1, rootDispersionMs: 0.4 },
  'ntp2.corp.example.com': { offsetMs: -0.6, delayMs: 3.5, stratum: 2, rootDispersionMs: 2 },
};

/** How the demo fleet's hosts keep time: by two servers of their own network. What is configured instead does not exist there. */
export function demoHostClock(): SimulatedHostClock {
  return {
    hasCounters: true,
    syncType: 'NTP',
    ntpServer: Object.keys(servers)
      .map((name) => `${name},0x8`)
      .join(' '),
    resolutionMs: 0.5,
    servers,
  };
}
