import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './paths.js';

/** What runs in production: no tests, no tools of development. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /^(app|collectors|lib)\/.+\.(ts|tsx|js)$/.test(path) && existsSync(join(root, path)))
  .filter((path) => !/\.test\.ts$|\/testdata\/|^lib\/launch\/(test|suites|vitest-summary|playwright-summary)\.js$/.test(path));
const sources = files.map((path) => ({ path, text: withoutComments(readFileSync(join(root, path), 'utf8')) }));
const pages = sources.filter(({ path }) => /\.client\.tsx$|^app\/_(components|queries)\//.test(path));

/** Where something is written, as `file: what`. */
function found(pattern: RegExp, among = sources): string[] {
  return among.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`));
}

describe('sources', () => {
  it('are looked at', () => {
    expect(sources.length).toBeGreaterThan(400);
    expect(pages.length).toBeGreaterThan(100);
  });

  it('no text is run as code', () => {
    const asCode = /\beval\(|\bnew Function\b|\bnode:vm\b|\bset(?:Timeout|Interval)\(\s*['"`]|\bimport\(\s*[^'"\s)]/g;
    for (const planted of ['eval(x)', 'new Function(x)', "'node:vm'", "setTimeout('x')", 'import(name)']) {
      expect(planted).toMatch(new RegExp(asCode.source));
    }
    // The writer of the API description imports each route by its path in the repository.
    expect(found(asCode)).toEqual(['collectors/openapi-files.ts: import(p']);
  });

  it('no shell is given a line', () => {
    // On Windows npm is a batch file, which only a shell starts; its arguments are constants.
    expect(found(/\bshell: (?!false|[A-Z])[^,}\n]+/g)).toEqual([
      "lib/launch/run-npm.js: shell: process.platform === 'win32' ",
      'lib/launch/run-tool.js: shell: options.shell ?? false',
    ]);
    expect(found(/(?<![\w.])exec(?:Sync)?\(/g)).toEqual([]);
  });

  it('no statement of the store is put together from data', () => {
    const store = sources.filter(({ path }) => path.startsWith('lib/store/'));
    expect(found(/\b(?:prepare|exec)\(`[^`]*\$\{[^}]*\}/g, store)).toEqual([]);
    expect(found(/\bsql\.(?:raw|lit|id)\b[^\n]*/g, store)).toEqual([]);
  });

  it('cryptography is what the inventory names', () => {
    expect(new Set(found(/\bcreate(?:Hash|Hmac)\(\s*['"][^'"]+/g).map((one) => one.replace(/.*['"]/, '')))).toEqual(
      new Set(['sha256']),
    );
    expect(found(/\b(?:createCipheriv|createDecipheriv|createSign|createDiffieHellman|pbkdf2|generateKeyPair)\w*\(/g)).toEqual(
      [],
    );
    const users = new Set(found(/from 'node:crypto'/g).map((one) => one.split(':')[0] ?? ''));
    for (const file of ['lib/auth/password-hash.ts', 'lib/auth/secret.ts', 'lib/auth/csrf.ts']) expect(users).toContain(file);
    const inventory = readFileSync(join(root, 'docs/security-inventory.md'), 'utf8');
    for (const name of ['scrypt', 'SHA-256', 'HMAC-SHA-256', 'randomBytes']) expect(inventory).toContain(name);
  });

  it('chance that can be guessed decides on waiting times alone', () => {
    expect(found(/Math\.random\b/g)).toEqual([
      'app/_queries/event-source.ts: Math.random',
      'collectors/runtime/start-notifying.ts: Math.random',
    ]);
  });

  it('no check of a certificate or host key is switched off', () => {
    const off =
      /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|SkipCACheck|SkipCNCheck|StrictHostKeyChecking['"]?: ?['"](?!yes)[^'"]*/g;
    expect(found(off)).toEqual([]);
    expect(found(/StrictHostKeyChecking: 'yes'/g)).toHaveLength(1);
  });
});

describe('pages', () => {
  it('pages take no messages of other windows, and open no socket', () => {
    expect(
      found(
        /\bpostMessage\b|EventListener\(\s*['"]message['"]|\bonmessage\b|\bnew WebSocket\b|\bdocument\.write\b|\bwindow\.opener\b/g,
        pages,
      ),
    ).toEqual([]);
  });

  it('the browser keeps choices of its user alone', () => {
    const keepers = new Set(
      found(/\b(?:localStorage|sessionStorage|indexedDB|caches|document\.cookie)\b/g, pages).map((one) => one.split(':')[0]),
    );
    expect([...keepers].sort()).toEqual([
      // The name that somebody signs acknowledgements with, where nobody logs in.
      'app/_components/act/use-name.client.tsx',
      // Theme, language, time zone.
      'app/_components/preferences/use-preferences.client.tsx',
      // When the wall loaded itself anew.
      'app/_components/wall/use-wall.client.tsx',
    ]);
  });

  it('a field for a password hides it, and lets password managers and pasting work', () => {
    const fields = found(
      /<input\b[^>]*?name="[^"]*password[^"]*"[\s\S]*?\/>/gi,
      sources.filter(({ path }) => path.endsWith('.tsx')),
    );
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) {
      expect(field).toMatch(/type="password"/);
      expect(field).toMatch(/autoComplete="(?:current|new)-password"/);
      expect(field).not.toMatch(/onPaste|onCopy|autoComplete="off"/);
    }
  });
});

/** Comments may name what code must not hold. Good enough for these sources: no string in them begins a comment that hides code. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, '');
}
