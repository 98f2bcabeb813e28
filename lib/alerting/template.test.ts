import { expect, test } from 'vitest';
import { fillTemplate } from './template.ts';

test('labels and value come into their places, and what they hold is not read again', () => {
  const labels = { vm: '{{ $value }} $& $1', vm_id: 'x' };
  const text = '{{ $labels.vm }} {{$labels.vm_id}} {{ $labels.gone }}{{ $labels.constructor }}is {{ $value }}';
  expect(fillTemplate(text, labels, 2)).toBe('{{ $value }} $& $1 x is 2');
});

// As promtool 2.42 shows them.
test.each([
  [0, '0'],
  [-0, '-0'],
  [1.5, '1.5'],
  [100_000, '100000'],
  [1_000_000, '1e+06'],
  [2_097_152, '2.097152e+06'],
  [123_456_789_012, '1.23456789012e+11'],
  [1e21, '1e+21'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [Number.NaN, 'NaN'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
])('%d is written as Go does', (value, text) => expect(fillTemplate('{{ $value }}', {}, value)).toBe(text));
