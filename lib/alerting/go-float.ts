/**
 * A number as Go's `%v` writes it, which is what `{{ $value }}` gives in a Prometheus template: the shortest digits that are read back
 * the same, with an exponent below 1e-4 and from 1e6 on. Source: Go, strconv.FormatFloat with format 'g' and precision -1.
 */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Inf' : '+Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
