import { emptySite, siteKey } from '#lib/derive/alert-brief.ts';
import type { ApiAlertSite } from '#lib/model/api/alert-brief.ts';
import type { ApiWall, ApiWallDelta } from '#lib/model/api/wall.ts';

/** What walls know of alerts: of each site what fires, and when the rules were evaluated. A change is sent once, with the next delta. */
export class WallAlerts {
  #sites = new Map<string, { readonly text: string; readonly site: ApiAlertSite }>();
  #evaluatedAt: number | null = null;

  /** Takes what holds now, and gives what of it is new to the walls. */
  encode(sites: readonly ApiAlertSite[], evaluatedAt: number | null): Pick<ApiWallDelta, 'alerts' | 'evaluatedAt'> {
    const now = new Map(sites.map((site) => [siteKey(site), { site, text: JSON.stringify(site) }]));
    const changed = [...now].filter(([key, { text }]) => this.#sites.get(key)?.text !== text).map(([, { site }]) => site);
    const over = [...this.#sites].filter(([key]) => !now.has(key)).map(([, { site }]) => emptySite(site.site, site.everywhere));
    const isEvaluated = evaluatedAt !== this.#evaluatedAt;
    this.#sites = now;
    this.#evaluatedAt = evaluatedAt;
    return {
      ...(changed.length + over.length > 0 && { alerts: [...changed, ...over] }),
      ...(isEvaluated && { evaluatedAt }),
    };
  }

  /** Everything that was taken last. */
  snapshot(): Pick<ApiWall, 'alerts' | 'evaluatedAt'> {
    return { alerts: Array.from(this.#sites.values(), ({ site }) => site), evaluatedAt: this.#evaluatedAt };
  }
}
