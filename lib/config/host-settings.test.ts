import { expect, it } from 'vitest';
import { hostSettings } from './host-settings.ts';
import { parseConfig } from './parse-config.ts';

const file = `
clock: { ntpServers: [ntp1.example.com] }
targets:
  - { name: hv01, transport: local }
  - { name: hv02, transport: simulated, ntpServers: ["dc01:1123", "2001:db8::1"] }
  - { name: hv03, transport: simulated, ntpServers: [] }
`;

it('takes the servers of the target, else those of the file, else none', () => {
  const { config } = parseConfig(file, 'hvitals.yaml');
  const of = (from: Parameters<typeof hostSettings>[0]) => config.targets.map((target) => hostSettings(from, target).ntpServers);
  expect(of(config)).toEqual([['ntp1.example.com'], ['dc01:1123', '2001:db8::1'], []]);
  expect(of({ collectors: {} })).toEqual([[], ['dc01:1123', '2001:db8::1'], []]);
});
