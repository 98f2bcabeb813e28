import { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { type InvocationResult, PowerShell } from 'node-powershell';
import type { Clock } from '#lib/clock.ts';
import type { Json } from '#lib/model/json.ts';
import { killTree } from './kill-tree.ts';
import { OpeningTurns } from './opening-turns.ts';
import { CallFailedError, describeExit, type ProcessEnd, ProcessEndedError } from './process-end.ts';

export interface PowerShellProcessOptions {
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Text that is no answer of ours: a login banner, a warning, ssh's complaint. At most 500 characters of it. */
  readonly onNoise: (stream: 'stdout' | 'stderr', text: string) => void;
}

interface QueuedCall {
  readonly verb: string;
  readonly line: string;
  readonly token: string;
  readonly deadlineMs: number;
  readonly resolve: (lines: readonly string[]) => void;
  readonly reject: (error: Error) => void;
}

/** node-powershell would let the environment variable NODE_POWERSHELL decide what is started. */
class ConfiguredPowerShell extends PowerShell {
  protected override setExecutable({ executable }: { executable?: string }): string {
    return executable ?? 'pwsh';
  }
}

/**
 * One PowerShell process and its life: started by the constructor, answers one call after the other, ends once and for good.
 * node-powershell keeps the pipe protocol; deadlines, the queue and the end are ours, because its own leave callers waiting.
 */
export class PowerShellProcess {
  readonly pid: number | undefined;
  /** Resolves when the process has ended, whatever ended it. */
  readonly ended: Promise<ProcessEnd>;
  /** Whose session may be opened in it now. */
  readonly openings = new OpeningTurns();
  readonly #options: PowerShellProcessOptions;
  readonly #shell: PowerShell;
  readonly #queue: QueuedCall[] = [];
  #running: QueuedCall | undefined;
  #end: ProcessEnd | undefined;
  #resolveEnded: (end: ProcessEnd) => void = () => undefined;
  readonly #exit: Promise<void>;
  #resolveExit: () => void = () => undefined;
  #stderrTail = '';

  constructor(options: PowerShellProcessOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#shell = new ConfiguredPowerShell({
      executable: options.executable,
      executableOptions: { '-NonInteractive': true, '-NoProfile': true },
      spawnOptions: { env: options.env, windowsHide: true },
      throwOnInvocationError: false,
    });
    // Private to the library, and the only way to learn of a failed start; its rejection would otherwise end our own process.
    const exit: unknown = Reflect.get(this.#shell, 'exitPromise');
    const child: unknown = Reflect.get(this.#shell, 'process');
    if (!(exit instanceof Promise) || !(child instanceof ChildProcess)) {
      throw new Error('node-powershell has another version than the one hvitals is written for.');
    }
    this.pid = child.pid;
    child.on(
      'error',
      (error) => void this.close({ kind: child.pid === undefined ? 'not-started' : 'exited', detail: error.message }),
    );
    this.#shell.streams.stdin.on('error', () => undefined);
    this.#shell.streams.stderr.on('data', (text: string) => {
      this.#stderrTail = (this.#stderrTail + text).slice(-500);
    });
    const settle = () => void this.close({ kind: 'exited', detail: describeExit(child, this.#stderrTail) });
    this.#exit = exit.then(settle, settle);
    void this.#exit.then(() => this.#resolveExit());
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Runs a line as it stands, which must print nothing of ours: used once, to load the dispatcher. */
  load(text: string, deadlineMs: number): Promise<void> {
    const base64 = Buffer.from(text, 'utf8').toString('base64');
    const token = newToken();
    const line = `. ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${base64}')))); [Console]::Out.WriteLine('${prefixOf(token)}done')`;
    return this.#enqueue('load', line, token, deadlineMs).then(() => undefined);
  }

  /**
   * One call of the dispatcher. Resolves with the answer's lines without prefix. Rejects with ProcessEndedError or CallFailedError,
   * and always within the deadlines of this call and of those before it: a late answer means that the process hangs, and ends it.
   */
  call(verb: string, argument: Json, deadlineMs: number): Promise<readonly string[]> {
    const base64 = Buffer.from(JSON.stringify(argument), 'utf8').toString('base64');
    const token = newToken();
    return this.#enqueue(verb, `Invoke-HvitalsDispatch '${verb}' '${token}' '${base64}'`, token, deadlineMs);
  }

  /** Ends the process and all it started, and fails every call. The first reason wins. */
  async close(end: ProcessEnd = { kind: 'closed' }): Promise<void> {
    if (this.#end === undefined) {
      this.#end = end;
      const calls = [...(this.#running === undefined ? [] : [this.#running]), ...this.#queue.splice(0)];
      this.#running = undefined;
      const killed = this.pid === undefined ? Promise.resolve() : killTree(this.pid);
      for (const call of calls) call.reject(new ProcessEndedError(end));
      await killed;
      await this.#awaitExit();
      this.#resolveEnded(end);
    }
    await this.ended;
  }

  /**
   * node-powershell races every call against one promise of the exit, which would keep each call's output until then. So each call
   * gets a promise of its own.
   */
  #renewExit(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#resolveExit = resolve;
    Reflect.set(this.#shell, 'exitPromise', promise);
  }

  /** A killed process is gone at once, unless the kernel holds it in a call of its own. */
  async #awaitExit(): Promise<void> {
    const patience = Promise.withResolvers<void>();
    const timer = this.#options.clock.setTimer(2_000, patience.resolve);
    await Promise.race([this.#exit, patience.promise]);
    timer.cancel();
  }

  #enqueue(verb: string, line: string, token: string, deadlineMs: number): Promise<readonly string[]> {
    if (this.#end !== undefined) return Promise.reject(new ProcessEndedError(this.#end));
    return new Promise((resolve, reject) => {
      this.#queue.push({ verb, line, token, deadlineMs, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running !== undefined || this.#end !== undefined) return;
    const call = this.#queue.shift();
    if (call === undefined) return;
    this.#running = call;
    this.#renewExit();
    const timer = this.#options.clock.setTimer(call.deadlineMs, () => {
      void this.close({ kind: 'hung', detail: `${call.verb} took longer than ${call.deadlineMs / 1_000} s` });
    });
    const settle = (result: InvocationResult | undefined) => {
      timer.cancel();
      // It keeps the output of every call for ever.
      this.#shell.history.length = 0;
      if (this.#running !== call) return;
      this.#running = undefined;
      this.#answer(call, result);
      this.#next();
    };
    this.#shell.invoke(call.line).then(settle, () => settle(undefined));
  }

  /** Success is our own last line and nothing else: not the absence of errors, and not an exit code. */
  #answer(call: QueuedCall, result: InvocationResult | undefined): void {
    const { answer, noise } = splitAnswer(result?.stdout?.toString('utf8') ?? '', prefixOf(call.token));
    if (noise !== '') this.#options.onNoise('stdout', noise.slice(0, 500));
    const complaint = result?.stderr?.toString('utf8').trim() ?? '';
    if (complaint !== '') this.#options.onNoise('stderr', complaint.slice(0, 500));
    const last = answer.at(-1) ?? '';
    if (last === 'done') call.resolve(answer.slice(0, -1));
    else if (last.startsWith('failed ')) call.reject(new CallFailedError(Buffer.from(last.slice(7), 'base64').toString('utf8')));
    else {
      // It may have ended while it ran this; the exit is reported a moment later and knows more.
      const alive = result?.stdout !== undefined;
      const end: ProcessEnd = { kind: 'confused', detail: `${call.verb} had no answer: ${(complaint || noise).slice(0, 200)}` };
      if (alive) void this.close(end);
      void this.ended.then((known) => call.reject(new ProcessEndedError(known)));
    }
  }
}

/** The answer's lines without prefix, and all the rest as one text. Pure. */
export function splitAnswer(stdout: string, prefix: string): { readonly answer: readonly string[]; readonly noise: string } {
  const lines = stdout.split(/\r?\n/);
  const answer = lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
  const noise = lines.filter((line) => line !== '' && !line.startsWith(prefix)).join('\n');
  return { answer, noise };
}

/** Environment of a PowerShell process: plain output, no phoning home, and no ssh agent, whose keys are not ours to use. */
export function powerShellEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_POWERSHELL: _, SSH_AUTH_SOCK: __, SSH_ASKPASS: ___, ...rest } = env;
  return { ...rest, NO_COLOR: '1', TERM: 'dumb', POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off' };
}

function newToken(): string {
  return randomBytes(9).toString('hex');
}

function prefixOf(token: string): string {
  return `hv:${token} `;
}
