import type { Actor } from '../model/audit.ts';
import type { Role } from '../model/role.ts';
import type { Rank } from './permissions.ts';

/** Who sends a request, once it is known. */
export type Principal =
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly name: string;
      readonly role: Role;
      /** Of the session that the request came with. */
      readonly sessionDigest: string;
      /** What this session's writes must bring along, see `csrf.ts`. */
      readonly csrfToken: string;
    }
  | { readonly kind: 'token'; readonly tokenId: string; readonly name: string; readonly role: Role }
  | { readonly kind: 'wall-link'; readonly linkId: string; readonly name: string }
  /** Anybody who reaches us, where no log-in is asked for. */
  | { readonly kind: 'open' };

/** What the principal counts as. Who reaches an hvitals without log-in sits at its machine, and may all. */
export function rankOf(principal: Principal): Rank {
  switch (principal.kind) {
    case 'user':
    case 'token':
      return principal.role;
    case 'wall-link':
      return 'wall-link';
    case 'open':
      return 'admin';
  }
}

/** The principal as audit entries name it. */
export function toActor(principal: Principal): Actor {
  switch (principal.kind) {
    case 'user':
      return { kind: 'user', id: principal.userId, name: principal.name };
    case 'token':
      return { kind: 'token', id: principal.tokenId, name: principal.name };
    case 'wall-link':
      return { kind: 'wall-link', id: principal.linkId, name: principal.name };
    case 'open':
      return { kind: 'open', id: '', name: '' };
  }
}
