/** Which build of the pages this process serves. The server tells the pages by the environment, because they are bundled apart from it. */
const variable = 'HVITALS_BUILD';

/** Called once by the server, before the pages are loaded. */
export function setOwnBuild(build: string): void {
  process.env[variable] = build;
}

export function ownBuild(): string {
  return process.env[variable] ?? '';
}
