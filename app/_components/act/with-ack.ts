import type { ApiAlerts, ApiStanding } from '#lib/model/api/alerts.ts';

/** The answer of the API as it will be once these alerts are acknowledged, or no longer with null. Pure. */
export function withAck(alerts: ApiAlerts, fingerprints: readonly string[], ack: ApiStanding['ack']): ApiAlerts {
  const wanted = new Set(fingerprints);
  return {
    ...alerts,
    groups: alerts.groups.map((group) => {
      const hit = group.alerts.filter(({ fingerprint }) => wanted.has(fingerprint));
      if (hit.length === 0) return group;
      const before = hit.filter(({ standing }) => standing.ack !== null).length;
      return {
        ...group,
        acknowledged: group.acknowledged - before + (ack === null ? 0 : hit.length),
        alerts: group.alerts.map((alert) =>
          wanted.has(alert.fingerprint) ? { ...alert, standing: { ...alert.standing, ack } } : alert,
        ),
      };
    }),
  };
}
