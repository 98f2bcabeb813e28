import { expect, test } from 'vitest';
import type { Sample } from '#lib/series/sample.ts';
import { Exposition } from './exposition.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { escapeLabelValue, renderValue } from './render-line.ts';

const definitions: readonly MetricDefinition[] = [
  { name: 'a_state', type: 'gauge', help: 'A.', labels: ['vm_id'] },
  { name: 'b_state', type: 'gauge', help: 'B.', labels: ['vm_id'] },
];
const sample = (metric: string, id: string, value: number): Sample => ({ metric, labels: { vm_id: id }, value });
const rendered = async (exposition: Exposition) => Buffer.concat(await exposition.snapshot()).toString('utf8');

function filled(count: number, entriesPerBlock: number): Exposition {
  const exposition = new Exposition({ definitions, entriesPerBlock });
  for (let index = 0; index < count; index++) {
    exposition.set(`${index}`, ['a_state', 'b_state'], [sample('a_state', `${index}`, 1), sample('b_state', `${index}`, 1)]);
  }
  return exposition;
}

test('families come in the order of the catalogue, each with all its lines together, apart by an empty line', async () => {
  const exposition = new Exposition({ definitions });
  exposition.set('1', ['b_state'], [sample('b_state', '1', 2)]);
  exposition.set('1', ['a_state'], [sample('a_state', '1', 1)]);
  exposition.set('2', ['b_state'], [sample('b_state', '2', 3)]);
  expect(await rendered(exposition)).toBe(
    '# HELP a_state A.\n# TYPE a_state gauge\na_state{vm_id="1"} 1\n\n# HELP b_state B.\n# TYPE b_state gauge\nb_state{vm_id="1"} 2\nb_state{vm_id="2"} 3\n',
  );
});

test('a family without lines is not written at all', async () => {
  const exposition = filled(1, 4);
  exposition.remove('0', ['a_state']);
  expect(await rendered(exposition)).not.toContain('a_state');
  exposition.remove('0', ['b_state']);
  expect(await rendered(exposition)).toBe('');
});

test('one change among a thousand entries encodes one block, and a second scrape none', async () => {
  const exposition = filled(1_000, 10);
  await exposition.snapshot();
  expect(exposition.work.blocksEncoded).toBe(200);
  exposition.set('555', ['a_state'], [sample('a_state', '555', 9)]);
  await exposition.snapshot();
  expect(exposition.work.blocksEncoded).toBe(201);
  await exposition.snapshot();
  expect(exposition.work.blocksEncoded).toBe(201);
});

test('a block whose lines are all new is encoded at once, so that nothing waits where nobody scrapes', () => {
  const exposition = filled(100, 10);
  expect(exposition.work.blocksEncoded).toBe(20);
  for (let index = 0; index < 9; index++) exposition.set(`${index}`, ['a_state'], [sample('a_state', `${index}`, 9)]);
  expect(exposition.work.blocksEncoded).toBe(20);
  exposition.set('9', ['a_state'], [sample('a_state', '9', 9)]);
  expect(exposition.work.blocksEncoded).toBe(21);
});

test('lines that come out the same encode nothing', async () => {
  const exposition = filled(10, 10);
  await exposition.snapshot();
  const { blocksEncoded } = exposition.work;
  exposition.set('5', ['a_state', 'b_state'], [sample('a_state', '5', 1), sample('b_state', '5', 1)]);
  await exposition.snapshot();
  expect(exposition.work.blocksEncoded).toBe(blocksEncoded);
});

test('a text that is being read stays as it was, whatever changes meanwhile', async () => {
  const exposition = filled(100, 8);
  const before = await exposition.snapshot();
  const text = Buffer.concat(before).toString();
  for (let index = 0; index < 100; index += 2) exposition.remove(`${index}`, ['a_state', 'b_state']);
  exposition.set('1', ['a_state'], [sample('a_state', '1', 77)]);
  await exposition.snapshot();
  expect(Buffer.concat(before).toString()).toBe(text);
});

test('encoding gives the event loop its turn between slices, and what changes meanwhile is in the text once', async () => {
  let time = 0;
  // Every look at the clock costs 3 ms, so a slice is over after two blocks.
  const exposition = new Exposition({ definitions, entriesPerBlock: 2, monotonic: () => (time += 3) });
  for (let index = 0; index < 40; index++) exposition.set(`${index}`, ['a_state'], [sample('a_state', `${index}`, 1)]);
  // One entry of each block waits to be encoded; where all of them do, it is not put off.
  for (let index = 0; index < 40; index += 2) exposition.set(`${index}`, ['a_state'], [sample('a_state', `${index}`, 2)]);
  let turns = 0;
  const moving = setInterval(() => undefined, 1_000);
  const mover = setImmediate(function move() {
    turns += 1;
    exposition.remove('0', ['a_state']);
    exposition.set('0', ['a_state'], [sample('a_state', '0', turns)]);
    if (turns < 5) setImmediate(move);
  });
  const text = Buffer.concat(await exposition.snapshot()).toString();
  clearInterval(moving);
  clearImmediate(mover);
  expect(turns).toBeGreaterThan(2);
  expect(text.match(/vm_id="0"/g)).toHaveLength(1);
  expect(text.match(/^a_state/gm)).toHaveLength(40);
});

test('a sample of a family that its collector does not declare is refused', () => {
  const exposition = new Exposition({ definitions });
  expect(() => exposition.set('1', ['a_state'], [sample('b_state', '1', 1)])).toThrow(/b_state/);
  expect(() => exposition.set('1', ['c_state'], [])).toThrow(/c_state/);
});

test('values are written as Go reads them', () => {
  expect([0, -0, 1.5, 1e21, Number.NaN, Infinity, -Infinity].map(renderValue)).toEqual([
    '0',
    '0',
    '1.5',
    '1e+21',
    'NaN',
    '+Inf',
    '-Inf',
  ]);
});

test('NUL and lone surrogates become U+FFFD, because some readers stop at the one and none can read the other', () => {
  expect(escapeLabelValue('a\0b')).toBe('a\ufffdb');
  expect(escapeLabelValue('a\ud800b😀')).toBe('a\ufffdb😀');
});
