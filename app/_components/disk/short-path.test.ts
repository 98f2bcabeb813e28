import { expect, test } from 'vitest';
import { shortPath } from './short-path.ts';

test('a path keeps its beginning and the name of its file', () => {
  const path = 'C:\\ClusterStorage\\Volume1\\Virtual Machines\\web-1\\Virtual Hard Disks\\web-1.vhdx';
  expect(shortPath(path, 30)).toBe('C:\\ClusterStorage\\…\\web-1.vhdx');
  expect(shortPath(path, 30)).toHaveLength(30);
  expect(shortPath(path, 200)).toBe(path);
});

test('a long name is cut in its middle too', () => {
  expect(shortPath(`D:\\${'x'.repeat(60)}.vhdx`, 20)).toBe(`D:\\xxxxxx…${'x'.repeat(5)}.vhdx`);
  expect(shortPath('\\'.repeat(40), 12)).toHaveLength(12);
});
