import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../peers/build-once.ts';
import { runScript } from './run-script.ts';

/** A text as an expression of PowerShell, whatever is in it. */
export const quoted = (text: string) =>
  `[System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(text).toString('base64')}'))`;

/** By PowerShell's parser, one line each: what is called or read statically, the commands, and syntax that Windows PowerShell 5.1 lacks. */
export async function examine51(text: string): Promise<readonly string[]> {
  const { lines, stderr } = await runScript(
    `$errors = $null
$ast = [System.Management.Automation.Language.Parser]::ParseInput(${quoted(text)}, [ref]$null, [ref]$errors)
foreach ($problem in $errors) { [Console]::Out.WriteLine("error $($problem.Message)") }
foreach ($node in $ast.FindAll({ $true }, $true)) {
    $kind = $node.GetType().Name
    if ($kind -in 'TernaryExpressionAst', 'PipelineChainAst', 'TypeDefinitionAst', 'UsingStatementAst') { [Console]::Out.WriteLine("syntax $kind") }
    if ($kind -eq 'BinaryExpressionAst' -and $node.Operator -eq 'QuestionQuestion') { [Console]::Out.WriteLine('syntax ??') }
    if ($kind -eq 'AssignmentStatementAst' -and $node.Operator -eq 'QuestionQuestionEquals') { [Console]::Out.WriteLine('syntax ??=') }
    if ($node.PSObject.Properties['NullConditional'] -and $node.NullConditional) { [Console]::Out.WriteLine('syntax ?.') }
    if ($kind -eq 'CommandAst') { [Console]::Out.WriteLine("command $($node.GetCommandName())") }
    if ($kind -eq 'FunctionDefinitionAst') { [Console]::Out.WriteLine("function $($node.Name)") }
    if ($kind -in 'MemberExpressionAst', 'InvokeMemberExpressionAst' -and $node.Static) { [Console]::Out.WriteLine("static $($node.Expression.TypeName.GetReflectionType().FullName) $($node.Member.Value)") }
}`,
    { timeoutMs: 60_000 },
  );
  if (stderr !== '') throw new Error(stderr);
  return lines;
}

interface Members {
  readonly types: Readonly<Record<string, { readonly static: Readonly<Record<string, readonly string[]>> }>>;
}

/** In .NET Framework since 2.0, and not in the list of members, which is made for the module on the host. */
const since20 = new Set([
  'System.Security.Cryptography.SHA256 Create',
  'System.Security.Principal.WindowsBuiltInRole Administrator',
  'System.Security.Principal.WindowsIdentity GetCurrent',
  'System.IO.File ReadAllText',
  'System.IO.File WriteAllText',
  'System.Text.RegularExpressions.Regex Match',
  'System.StringComparison Ordinal',
]);

/** What an examination found that 5.1 would not run: errors, syntax, static members that .NET Framework 4.7.2 lacks. */
export async function violations51(text: string): Promise<readonly string[]> {
  const file = path.join(repositoryRoot, 'collectors/host-module/net472-members.json');
  const { types } = JSON.parse(await readFile(file, 'utf8')) as Members;
  return (await examine51(text)).filter((line) => {
    const [kind, type = '', member = ''] = line.split(' ');
    if (kind === 'command' || kind === 'function') return false;
    if (kind !== 'static') return true;
    return types[type]?.static[member] === undefined && !since20.has(`${type} ${member}`);
  });
}
