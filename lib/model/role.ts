/** What a person or a program may do, from least to most: each role may all that those before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Everything that is allowed or not, one word each. `view-wall` is the wall and what feeds it, and nothing else. */
export const permissions = [
  'view-wall',
  'view',
  'acknowledge',
  'silence',
  'maintain',
  'manage-users',
  'manage-tokens',
  'manage-wall-links',
  'see-audit',
] as const;
export type Permission = (typeof permissions)[number];

/** The role that a text names, or undefined. */
export function parseRole(text: string): Role | undefined {
  return roles.find((role) => role === text);
}
