import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of scrypt (RFC 7914 2): N = 2^logN, block size r, parallelism p. One hash takes 128 · N · r bytes. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and a good third of a second: what OWASP's password storage cheat sheet names first for scrypt. */
export const currentCost: ScryptCost = { logN: 17, r: 8, p: 1 };

/** A stored hash that asks for more is not ours, and would take the memory of the machine. */
const mostMemoryBytes = 1024 ** 3;

const saltBytes = 16;
const hashBytes = 32;

/** A stored password, taken apart. */
export interface PasswordHash {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** A new hash of a normalised password, as text to store: `$scrypt$v=1$ln=17,r=8,p=1$<salt>$<hash>` in the PHC string format. */
export async function hashPassword(password: string, cost: ScryptCost = currentCost): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, cost, hashBytes);
  const { logN, r, p } = cost;
  return `$scrypt$v=1$ln=${logN},r=${r},p=${p}$${toBase64(salt)}$${toBase64(hash)}`;
}

/** The parts of a stored hash; undefined where it is none of this version, or asks for more than hvitals ever gives. */
export function parsePasswordHash(stored: string): PasswordHash | undefined {
  const parts = /^\$scrypt\$v=1\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/.exec(stored);
  if (parts === null) return undefined;
  const [, logN, r, p, salt = '', hash = ''] = parts;
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  if (cost.logN < 1 || cost.r < 1 || cost.p < 1 || memoryBytes(cost) > mostMemoryBytes) return undefined;
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

/** Whether a normalised password is the one that was hashed. Compares in constant time. */
export async function matchesHash(password: string, { cost, salt, hash }: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, salt, cost, hash.length), hash);
}

/** Whether a hash was made with less than what is used now, so that it is made anew at the next good log-in. */
export function isOutgrown({ cost }: PasswordHash, wanted: ScryptCost = currentCost): boolean {
  return memoryBytes(cost) * cost.p < memoryBytes(wanted) * wanted.p;
}

function memoryBytes({ logN, r }: ScryptCost): number {
  return 128 * 2 ** logN * r;
}

function derive(password: string, salt: Buffer, cost: ScryptCost, bytes: number): Promise<Buffer> {
  const { logN, r, p } = cost;
  // OpenSSL counts some bytes beside the table, so its limit has to be above it.
  const options = { N: 2 ** logN, r, p, maxmem: memoryBytes(cost) + 1024 ** 2 * (1 + p) };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** Base64 without padding, as the format wants it. */
function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
