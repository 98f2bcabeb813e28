import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';

type Language = SimulatedHost['language'];

interface Captions {
  readonly host: string;
  readonly vm: string;
  readonly fine: string;
  readonly noContact: string;
  readonly heartbeat: string;
}

/**
 * Texts that Hyper-V translates. Only scripts that match on words notice them (cim-facts.md 1.4: the Chinese ones are from a live host,
 * "Virtueller Computer" from a monitoring program; the other German ones are ours).
 */
export const captions: Readonly<Record<Language, Captions>> = {
  en: {
    host: 'Hosting Computer System',
    vm: 'Virtual Machine',
    fine: 'Operating normally',
    noContact: 'No Contact',
    heartbeat: 'Heartbeat',
  },
  de: {
    host: 'Hostcomputersystem',
    vm: 'Virtueller Computer',
    fine: 'Normaler Betrieb',
    noContact: 'Kein Kontakt',
    heartbeat: 'Takt',
  },
  zh: {
    host: '\u5bbf\u4e3b\u8ba1\u7b97\u673a\u7cfb\u7edf',
    vm: '\u865a\u62df\u673a',
    fine: '\u6b63\u5e38\u8fd0\u884c',
    noContact: '\u65e0\u8054\u7cfb',
    heartbeat: '\u68c0\u6d4b\u4fe1\u53f7',
  },
};

/** Status texts in the host's language, one per code, as many as there are codes. */
export function describeStatus(language: Language, status: readonly number[]): readonly string[] {
  return status.map((code) => (code === 12 ? captions[language].noContact : captions[language].fine));
}
