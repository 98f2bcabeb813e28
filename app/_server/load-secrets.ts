import type { ApiToken, ApiTokens } from '#lib/model/api/tokens.ts';
import type { ApiWallLink, ApiWallLinks } from '#lib/model/api/wall-links.ts';
import type { StoredToken, StoredWallLink } from '#lib/store/auth-store.ts';
import { readAuth } from './store-access.ts';

/** Tokens of programs. Throws StoreError. */
export async function loadTokens(): Promise<ApiTokens> {
  return { tokens: (await (await readAuth()).listTokens()).map(toApiToken) };
}

/** Wall links. Throws StoreError. */
export async function loadWallLinks(): Promise<ApiWallLinks> {
  return { links: (await (await readAuth()).listWallLinks()).map(toApiWallLink) };
}

export function toApiToken(token: StoredToken): ApiToken {
  return { ...toApiWallLink(token), role: token.role };
}

/** What the store has of it, without the digest. */
export function toApiWallLink(link: StoredWallLink): ApiWallLink {
  const { id, name, shown, createdBy, createdAt, expiresAt = null, usedAt = null } = link;
  return { id, name, shown, createdBy, createdAt, expiresAt, usedAt };
}
