import type { Translation } from './translation.ts';

/** Words of the page of alerts in Russian. */
export const ruAlerts = {
  'nav.alerts': 'Тревоги',
  'alerts.title': 'Тревоги',
  'alerts.intro':
    'Что сейчас говорят правила тревог, по правилам. Тревога ожидает, пока её условие не продержится столько, сколько требует правило; затем она срабатывает.',
  'alerts.firing': {
    one: 'Сработала {count} тревога',
    few: 'Сработали {count} тревоги',
    many: 'Сработало {count} тревог',
    other: 'Сработало {count} тревоги',
  },
  'alerts.pending': {
    one: 'Ожидает {count} тревога',
    few: 'Ожидают {count} тревоги',
    many: 'Ожидает {count} тревог',
    other: 'Ожидает {count} тревоги',
  },
  'alerts.none.firing': 'Ничего не сработало: ни одно условие не держится достаточно долго.',
  'alerts.none.pending': 'Ни одно правило не ждёт своего времени.',
  'alerts.count.firing': {
    one: 'сработала {count}',
    few: 'сработали {count}',
    many: 'сработало {count}',
    other: 'сработало {count}',
  },
  'alerts.count.pending': { one: 'ожидает {count}', few: 'ожидают {count}', many: 'ожидает {count}', other: 'ожидает {count}' },
  'alerts.andMore': { one: 'и ещё {count}', few: 'и ещё {count}', many: 'и ещё {count}', other: 'и ещё {count}' },
  'alerts.more': {
    one: 'Ещё {count} тревога этого правила не показана.',
    few: 'Ещё {count} тревоги этого правила не показаны.',
    many: 'Ещё {count} тревог этого правила не показаны.',
    other: 'Ещё {count} тревоги этого правила не показаны.',
  },
  'alerts.of': 'Тревоги правила {rule}',
  'alerts.status': 'Состояние',
  'alerts.status.firing': 'сработала',
  'alerts.status.pending': 'ожидает',
  'alerts.where': 'Где',
  'alerts.summary': 'Что',
  'alerts.since': 'С какого времени',
  'alerts.age': 'Возраст',
} satisfies Translation;
