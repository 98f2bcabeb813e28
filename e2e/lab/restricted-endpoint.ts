import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The one function that a restricted endpoint shows. */
const visibleFunction = 'Invoke-HvitalsScrape';

/**
 * Installs the host module's text as a module named Hvitals below `folder` and writes a session configuration in which only its
 * one function can be called and no language is accepted. Returns the configuration's path.
 */
export async function writeRestrictedEndpoint(folder: string, moduleText: string, simulatedModules: string): Promise<string> {
  const home = path.join(folder, 'Hvitals');
  await mkdir(home, { recursive: true });
  const moduleFile = path.join(home, 'Hvitals.psm1');
  await writeFile(moduleFile, `${moduleText}\nExport-ModuleMember -Function ${visibleFunction}\n`);
  // Without a language nothing is loaded by itself, so all that the module calls is named here.
  const modules = [
    path.join(simulatedModules, 'CimCmdlets', 'CimCmdlets.psd1'),
    path.join(simulatedModules, 'Microsoft.PowerShell.Diagnostics', 'Microsoft.PowerShell.Diagnostics.psd1'),
    moduleFile,
  ];
  const file = path.join(folder, 'hvitals.pssc');
  const text = [
    '@{',
    "    SchemaVersion = '2.0.0.0'",
    "    GUID = '5b1f4a53-2d5e-4f0e-8a53-6a7f3c1c9a10'",
    "    SessionType = 'Default'",
    "    LanguageMode = 'NoLanguage'",
    `    ModulesToImport = @(${modules.map(literal).join(', ')})`,
    `    VisibleFunctions = @('${visibleFunction}')`,
    '}',
    '',
  ];
  await writeFile(file, text.join('\n'));
  return file;
}

/** A PowerShell string without expansion. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
