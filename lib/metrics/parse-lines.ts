import type { Sample } from '../series/sample.ts';

const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)",?/y;
const escaped = /\\(.)/g;

/** Lines that `renderLine` wrote → the samples that they show. Pure. Not for text of others. */
export function parseLines(text: string): readonly Sample[] {
  const samples: Sample[] = [];
  // Only a line feed ends a line: values may hold whatever else breaks lines.
  for (const line of text.split('\n')) if (line !== '') samples.push(parseLine(line));
  return samples;
}

function parseLine(line: string): Sample {
  const space = line.lastIndexOf(' ');
  const brace = line.indexOf('{');
  const value = parseValue(line.slice(space + 1));
  if (brace === -1) return { metric: line.slice(0, space), labels: {}, value };
  const labels: Record<string, string> = {};
  label.lastIndex = brace + 1;
  for (let found = label.exec(line); found !== null; found = label.exec(line)) {
    const [, name = '', own = ''] = found;
    labels[name] = own.replaceAll(escaped, (_, letter: string) => (letter === 'n' ? '\n' : letter));
  }
  return { metric: line.slice(0, brace), labels, value };
}

function parseValue(text: string): number {
  return text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
