import { parseArgs } from 'node:util';
import { checkConfig } from './check-config.ts';
import { exitCodes } from './exit-codes.ts';

const usage = `hvitals: the vital signs of the link between Hyper-V hosts and their guests

  hvitals start                  install and build what is needed, and run both programs (as npm start does)
  hvitals check-config           check hvitals.yaml and say what it means
  hvitals doctor [HOST...]       try everything that a scrape needs, on all hosts or on these, and say what to do

  hvitals user|token|wall-link   who may see and do what; "hvitals user --help" says more
  hvitals capture --redact HOST  write what a host answers to a zip, with names, addresses and keys replaced, for a bug report

  --config FILE   the configuration file; otherwise HVITALS_CONFIG or hvitals.yaml in this folder
  --redact        capture: replace names, addresses, ids and keys
  --yes           capture: write them as they are, where --redact is not given
  --output FILE   capture: the zip to write; otherwise a name with the time, in this folder
  --help          this text

Exit codes: 0 all is well, 1 something is wrong and named, 2 the command itself was wrong.
`;

const commands = ['check-config', 'doctor', 'capture'] as const;

type Arguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly reason: string }
  | {
      readonly kind: 'command';
      readonly command: (typeof commands)[number];
      readonly hosts: readonly string[];
      readonly configFile: string | undefined;
      readonly redact: boolean;
      readonly yes: boolean;
      readonly output: string | undefined;
    };

function readArguments(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        redact: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        output: { type: 'string' },
      },
    });
    const [name, ...hosts] = positionals;
    const { help, config: configFile, redact, yes, output } = values;
    if (help === true) return { kind: 'help' };
    if (name === undefined) return { kind: 'wrong', reason: 'a command is missing' };
    const command = commands.find((known) => known === name);
    if (command === undefined) return { kind: 'wrong', reason: `unknown command ${name}` };
    if (command === 'check-config' && hosts.length > 0) return { kind: 'wrong', reason: `unexpected argument ${hosts[0]}` };
    if (command !== 'capture' && (redact || yes || output !== undefined)) {
      return { kind: 'wrong', reason: '--redact, --yes and --output belong to capture' };
    }
    return { kind: 'command', command, hosts, configFile, redact, yes, output };
  } catch (error) {
    // parseArgs throws a TypeError whose message names the option.
    if (error instanceof TypeError) return { kind: 'wrong', reason: error.message };
    throw error;
  }
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (/^(user|token|wall-link)$/.test(args[0] ?? '')) return access(args);
  const given = readArguments(args);
  if (given.kind === 'help') {
    process.stdout.write(usage);
    return exitCodes.ok;
  }
  if (given.kind === 'wrong') {
    process.stderr.write(`hvitals: ${given.reason}\n\n${usage}`);
    return exitCodes.usage;
  }
  const env = given.configFile === undefined ? process.env : { ...process.env, HVITALS_CONFIG: given.configFile };
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const input = { cwd: process.cwd(), env, print };
  if (given.command === 'check-config') return checkConfig(input);
  // Loaded only here: a check of the file must not need what speaks to hosts.
  if (given.command === 'capture') {
    const { capture } = await import('./capture.ts');
    return capture({ ...input, hosts: given.hosts, redact: given.redact, yes: given.yes, output: given.output });
  }
  const { doctor } = await import('./doctor.ts');
  return doctor({ ...input, hosts: given.hosts });
}

/** Loaded only here: the other commands do without a store that is written. */
async function access(args: readonly string[]): Promise<number> {
  const { runAccess } = await import('./access/access-command.ts');
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const tell = (text: string) => void process.stderr.write(text);
  return runAccess({ args, print, tell, input: process.stdin, cwd: process.cwd(), env: process.env });
}

process.exitCode = await main();
