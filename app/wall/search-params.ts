import { z } from 'zod';

export const wallViews = ['overview', 'map', 'problems', 'hosts'] as const;
export type WallView = (typeof wallViews)[number];

const short = z.string().trim().min(1).max(200);
const flag = z.enum(['1', 'true', 'yes', 'on']);

/** Each value that does not fit is as if it were not there: a wall has nobody who could mend its address. */
const schema = z.object({
  rotate: z.coerce.number().min(5).max(3_600).nullable().catch(null),
  view: z.enum(wallViews).catch('overview'),
  site: short.nullable().catch(null),
  theme: z.enum(['dark', 'light']).catch('dark'),
  scale: z.coerce.number().min(0.5).max(2).catch(1),
  sound: flag.transform(() => true).catch(false),
});

/** What a wall's address says: seconds between views or null, the view that stays, one site, theme, size of text, sound. */
export type WallParams = Readonly<z.infer<typeof schema>>;

/** URL → what the wall shows. Of a name that stands twice the first counts. */
export function parseWallParams(params: Readonly<Record<string, string | readonly string[] | undefined>>): WallParams {
  const first = Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? value[0] : value]);
  return schema.parse({ rotate: null, ...Object.fromEntries(first) });
}
