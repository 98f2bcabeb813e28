import { type CharacterSet, parseRegex, RegexError, type RegexNode } from './parse-regex.ts';

/** One step of the machine: reads a character of a set and goes on at the next step, goes on at several, or has matched. */
type Instruction =
  | { readonly kind: 'read'; readonly set: CharacterSet }
  | { readonly kind: 'split'; readonly targets: readonly number[] }
  | { readonly kind: 'matched' };

const longestProgram = 2_000;

/** Whether a whole text matches. */
export type TextTest = (text: string) => boolean;

/**
 * Compiles an expression of the subset that `parseRegex` reads. All ways are followed at once (Thompson's construction), so that the time
 * is at most the length of the text times that of the expression: nobody who may write a matcher or name a VM can stall the program, as
 * they could with the backtracking of JavaScript's own. The whole text must match, and `.` stands for line feeds too, as in Prometheus 3.
 * Throws RegexError.
 */
export function compileRegex(text: string): TextTest {
  const program: Instruction[] = [];
  emit(parseRegex(text), program);
  program.push({ kind: 'matched' });
  return (subject) => run(program, subject);
}

function emit(node: RegexNode, program: Instruction[]): void {
  if (program.length > longestProgram) throw new RegexError('it is too long once its repetitions are written out');
  switch (node.kind) {
    case 'set':
      program.push({ kind: 'read', set: node.set });
      return;
    case 'sequence':
      for (const item of node.items) emit(item, program);
      return;
    case 'choice':
      emitChoice(node.options, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
  }
}

function emitChoice(options: readonly RegexNode[], program: Instruction[]): void {
  const split = reserve(program);
  const starts: number[] = [];
  const ends: number[] = [];
  for (const option of options) {
    starts.push(program.length);
    emit(option, program);
    ends.push(reserve(program));
  }
  program[split] = { kind: 'split', targets: starts };
  for (const end of ends) program[end] = { kind: 'split', targets: [program.length] };
}

function emitRepeat({ item, min, max }: Extract<RegexNode, { kind: 'repeat' }>, program: Instruction[]): void {
  for (let count = 0; count < min; count++) emit(item, program);
  if (max === undefined) {
    const split = reserve(program);
    emit(item, program);
    program.push({ kind: 'split', targets: [split] });
    program[split] = { kind: 'split', targets: [split + 1, program.length] };
    return;
  }
  const exits: number[] = [];
  for (let count = min; count < max; count++) {
    exits.push(reserve(program));
    emit(item, program);
  }
  for (const exit of exits) program[exit] = { kind: 'split', targets: [exit + 1, program.length] };
}

/** Keeps a place for a split whose targets are not known yet. */
function reserve(program: Instruction[]): number {
  return program.push({ kind: 'split', targets: [] }) - 1;
}

function run(program: readonly Instruction[], subject: string): boolean {
  let current = reach(program, [0]);
  for (const character of subject) {
    if (current.length === 0) return false;
    const point = character.codePointAt(0) ?? 0;
    const next: number[] = [];
    for (const at of current) {
      const instruction = program[at];
      if (instruction?.kind === 'read' && has(instruction.set, point)) next.push(at + 1);
    }
    current = reach(program, next);
  }
  return current.some((at) => program[at]?.kind === 'matched');
}

/** All steps that read or match and can be reached without reading. */
function reach(program: readonly Instruction[], starts: readonly number[]): readonly number[] {
  const seen = new Set<number>();
  const found: number[] = [];
  const waiting = [...starts];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const instruction = program[at];
    if (instruction?.kind === 'split') waiting.push(...instruction.targets);
    else if (instruction !== undefined) found.push(at);
  }
  return found;
}

function has({ negated, ranges }: CharacterSet, point: number): boolean {
  return ranges.some(([low, high]) => low <= point && point <= high) !== negated;
}
