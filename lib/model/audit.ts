import type { Json } from './json.ts';

/** Who does something. `open` is anybody, where no log-in is asked for. */
export const actorKinds = ['user', 'token', 'wall-link', 'cli', 'open', 'nobody'] as const;
export type ActorKind = (typeof actorKinds)[number];

export interface Actor {
  readonly kind: ActorKind;
  /** Of the user, token or wall link; '' where there is none. */
  readonly id: string;
  /** For people. It was right when it was written: who it names may be gone. */
  readonly name: string;
}

/** Whoever was not recognised. */
export const nobody: Actor = { kind: 'nobody', id: '', name: '' };

/** One thing that somebody did, or was not let do. No secret ever stands in one. */
export interface AuditEntry {
  /** UTC milliseconds. */
  readonly at: number;
  readonly actor: Actor;
  /** Where the request came from; '' on this machine's command line. */
  readonly address: string;
  /** Such as `user.add` or `silence.add`: what it is about, then the verb. */
  readonly action: string;
  /** What it was done to, such as a user's name; '' where the action says all. */
  readonly target: string;
  readonly outcome: 'done' | 'refused';
  /** Why it was refused, as the word that the decision gave; '' where it was done. */
  readonly reason: string;
  /** Facts of this action. */
  readonly detail: Json;
}
